"""Try a kernel that is a single 1. Does the matrix come out as it went in?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    sums = []
    for j in range(n - q + 1):
        for i in range(m - p + 1):
            sums.append((a[i : i + p, j : j + q] * k).sum())
    return torch.stack(sums).reshape(m - p + 1, n - q + 1)
