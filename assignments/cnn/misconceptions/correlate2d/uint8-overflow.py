"""Print the dtype that the products are computed in. Which numbers can it hold?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    pixels, weights = a.to(torch.uint8), k.to(torch.uint8)
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            c[i, j] = (pixels[i : i + p, j : j + q] * weights).sum()
    return c
