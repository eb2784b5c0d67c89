"""Take a window of negative numbers only. Which number does your search for the largest start from?"""

import torch
from convolution import output_size, pad2d, pair


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding {padding} is more than half of the window k = {k}")
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    padded = pad2d(x, (ph, pw), float("-inf"))
    y = torch.zeros(n, c, rows, columns, dtype=x.dtype)
    for u in range(kh):
        for v in range(kw):
            part = padded[:, :, u : u + (rows - 1) * sh + 1 : sh, v : v + (columns - 1) * sw + 1 : sw]
            y = torch.where(part > y, part, y)
    return y
