"""Try a transposed kernel, `k.T`, and print its is_contiguous(). Which of your operations cares about it?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    weights = k.view(-1)
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            c[i, j] = a[i : i + p, j : j + q].flatten() @ weights
    return c
