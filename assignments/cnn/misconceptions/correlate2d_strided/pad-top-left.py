"""Print your padded image. Is there as much frame below and on the right as above and on the left?"""

import torch
from convolution import output_size, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = torch.zeros(m + 2 * ph, n + 2 * pw, dtype=a.dtype)
    padded[2 * ph :, 2 * pw :] = a
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return c
