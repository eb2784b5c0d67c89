"""Draw a row of 5 with every window of 2 and stride 2. Does the last one still lie on the row?"""

import math

from convolution import output_size, pad2d, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    n, c, h, w = x.shape
    output_size(h, kh, sh, ph)
    output_size(w, kw, sw, pw)
    rows, columns = math.ceil((h + 2 * ph - kh) / sh) + 1, math.ceil((w + 2 * pw - kw) / sw) + 1
    padded = pad2d(x, padding)
    inside = pad2d(x.new_ones(h, w), padding)
    y = x.new_zeros(n, c, rows, columns)
    for i in range(rows):
        for j in range(columns):
            down, across = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            count = kh * kw if count_include_pad else inside[down, across].sum()
            y[:, :, i, j] = padded[:, :, down, across].sum(dim=(2, 3)) / count
    return y
