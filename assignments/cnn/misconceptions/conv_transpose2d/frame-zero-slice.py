"""Try a kernel of one entry. What does the slice select into which you copy the entries of y?"""

from convolution import convolve2d


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    framed = y.new_zeros((m - 1) * stride + 2 * p - 1, (n - 1) * stride + 2 * q - 1)
    inside = framed[p - 1 : -(p - 1), q - 1 : -(q - 1)]
    inside[::stride, ::stride] = y
    return convolve2d(framed, k)
