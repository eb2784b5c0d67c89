"""Print the dtype of the result for a float32 image, for both values of `count_include_pad`. Is it the image's both
times?
"""

import torch
from convolution import output_size, pad2d, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    padded = pad2d(x, padding)
    inside = pad2d(torch.ones(h, w, dtype=torch.float64), padding)
    y = torch.zeros(n, c, rows, columns, dtype=x.dtype if count_include_pad else torch.float64)
    for i in range(rows):
        for j in range(columns):
            down, across = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            count = kh * kw if count_include_pad else inside[down, across].sum()
            y[:, :, i, j] = padded[:, :, down, across].sum(dim=(2, 3)) / count
    return y
