"""With stride 2, how often is each entry of `y` used in your result? How many kernels are to be laid down?"""

from convolution import convolve2d, pad2d


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    larger = y.repeat_interleave(stride, dim=0).repeat_interleave(stride, dim=1)
    larger = larger[: (m - 1) * stride + 1, : (n - 1) * stride + 1]
    return convolve2d(pad2d(larger, (p - 1, q - 1)), k)
