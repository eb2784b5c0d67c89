"""Number the entries of a 2×3 matrix in reading order. How far is it from one entry to the one below it?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    flat = a.reshape(-1)
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            for u in range(p):
                for v in range(q):
                    c[i, j] += flat[(i + u) * m + j + v] * k[u, v]
    return c
