"""Try a kernel with a single entry that is not zero, away from the diagonal. Which part of the image comes out?"""

import torch
from convolution import output_size, pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = pad2d(a, (ph, pw))
    k = k.T
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return c
