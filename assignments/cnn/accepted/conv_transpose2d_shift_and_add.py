"""For each entry of the kernel, all entries of the matrix at once."""

import torch


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    m, n = y.shape
    p, q = k.shape
    out = torch.zeros((m - 1) * stride + p, (n - 1) * stride + q, dtype=y.dtype)
    for u in range(p):
        for v in range(q):
            out[u : u + (m - 1) * stride + 1 : stride, v : v + (n - 1) * stride + 1 : stride] += k[u, v] * y
    return out
