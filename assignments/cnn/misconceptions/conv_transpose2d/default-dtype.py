"""Print the dtypes of float64 inputs and of your result. Where in your program is the second one chosen?"""

import torch


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = torch.zeros((m - 1) * stride + p, (n - 1) * stride + q)
    for i in range(m):
        for j in range(n):
            x[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
    return x
