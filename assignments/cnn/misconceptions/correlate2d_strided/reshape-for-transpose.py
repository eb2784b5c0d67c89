"""Try a kernel that is a single 1. Does the matrix come out as it went in?"""

import torch
from convolution import output_size, pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = pad2d(a, (ph, pw))
    sums = []
    for j in range(columns):
        for i in range(rows):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            sums.append((window * k).sum())
    return torch.stack(sums).reshape(rows, columns)
