"""Write down the height and the width of the kernel. Where in your code does each of them stand?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p = k.shape[0]
    if p > m or p > n:
        raise ValueError(f"the kernel k is {p}x{p}, the matrix a only {m}x{n}")
    c = torch.zeros(m - p + 1, n - p + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - p + 1):
            for u in range(p):
                for v in range(p):
                    c[i, j] += a[i + u, j + v] * k[u, v]
    return c
