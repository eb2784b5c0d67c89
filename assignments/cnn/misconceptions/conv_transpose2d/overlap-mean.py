"""In the middle of the worked example four kernels meet. What are their four numbers, and what becomes of them in
yours?
"""

import torch


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros((m - 1) * stride + p, (n - 1) * stride + q)
    laid = torch.zeros_like(x)
    for i in range(m):
        for j in range(n):
            x[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
            laid[i * stride : i * stride + p, j * stride : j * stride + q] += 1
    return x / laid.clamp(min=1)
