"""Count the places where the kernel can start on one row of the matrix. How many columns has your result?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    c = torch.zeros(m - p, n - q, dtype=a.dtype)
    for i in range(m - p):
        for j in range(n - q):
            c[i, j] = (a[i : i + p, j : j + q] * k).sum()
    return c
