"""Look at the last rows and columns of your result with stride 3. Which kernel reaches them?"""


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros(m * stride + p - 1, n * stride + q - 1)
    for i in range(m):
        for j in range(n):
            x[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
    return x
