"""Lay two 2×2 kernels down with stride 2, on paper. Do they overlap? And in yours?"""


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros(m - 1 + p, n - 1 + q)
    for i in range(m):
        for j in range(n):
            x[i : i + p, j : j + q] += y[i, j] * k
    return x
