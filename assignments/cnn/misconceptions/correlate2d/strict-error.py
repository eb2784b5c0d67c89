"""Try a kernel of the matrix's own size. How many places are there for it?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p >= m or q >= n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            c[i, j] = (a[i : i + p, j : j + q] * k).sum()
    return c
