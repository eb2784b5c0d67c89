"""The matrix of the correlation, without the rows that the stride skips, transposed."""

from convolution import conv_matrix


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be positive, got {stride}")
    (m, n), (p, q) = y.shape, k.shape
    h, w = (m - 1) * stride + p, (n - 1) * stride + q
    matrix = conv_matrix(k, h, w).reshape(h - p + 1, w - q + 1, h * w)[::stride, ::stride]
    return (y.reshape(1, -1) @ matrix.reshape(m * n, h * w)).reshape(h, w)
