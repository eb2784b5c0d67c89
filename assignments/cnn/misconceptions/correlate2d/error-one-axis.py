"""Try a kernel that is too tall, then one that is too wide. Do both give the error of the docstring?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            c[i, j] = (a[i : i + p, j : j + q] * k).sum()
    return c
