"""Try a kernel of 3 rows and 2 columns. Where in your program does the number of its columns occur?"""


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros((m - 1) * stride + p, (n - 1) * stride + p)
    for i in range(m):
        for j in range(n):
            x[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
    return x
