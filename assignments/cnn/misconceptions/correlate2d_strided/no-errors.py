"""Try a stride of 0, a negative padding, and a kernel that is too large. Which exception does each give?"""

import torch
from convolution import pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = (m + 2 * ph - p) // sh + 1, (n + 2 * pw - q) // sw + 1
    padded = torch.zeros(m + 2 * ph, n + 2 * pw, dtype=a.dtype)
    padded[ph : ph + m, pw : pw + n] = a
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return c
