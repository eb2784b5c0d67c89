"""Zeros between the entries, a frame around them, and a true convolution."""

from convolution import convolve2d, pad2d


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride={stride} is below 1")
    (m, n), (p, q) = y.shape, k.shape
    apart = y.new_zeros((m - 1) * stride + 1, (n - 1) * stride + 1)
    apart[::stride, ::stride] = y
    return convolve2d(pad2d(apart, (p - 1, q - 1)), k)
