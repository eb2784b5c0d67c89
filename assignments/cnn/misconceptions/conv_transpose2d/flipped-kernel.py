"""Take a `y` with a single entry of 1. Which matrix should come out, and does yours?"""

from convolution import correlate2d, pad2d


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    apart = y.new_zeros((m - 1) * stride + 1, (n - 1) * stride + 1)
    apart[::stride, ::stride] = y
    return correlate2d(pad2d(apart, (p - 1, q - 1)), k)
