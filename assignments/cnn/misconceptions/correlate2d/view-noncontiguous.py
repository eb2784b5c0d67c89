"""Try a transposed matrix, and print its is_contiguous(). Which of your operations cares about it?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    flat = a.view(-1)
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            for u in range(p):
                for v in range(q):
                    c[i, j] += flat[(i + u) * n + j + v] * k[u, v]
    return c
