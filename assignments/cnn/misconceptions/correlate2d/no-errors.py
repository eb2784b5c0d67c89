"""Try a kernel that is larger than the matrix. What does the docstring promise then?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            c[i, j] = (a[i : i + p, j : j + q] * k).sum()
    return c
