"""With stride 2, how many rows are there from the first row of one kernel to the first row of the next? Count them in
yours.
"""

from convolution import convolve2d, pad2d


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    zeros = stride if stride > 1 else 0
    apart = y.new_zeros(m + (m - 1) * zeros, n + (n - 1) * zeros)
    apart[:: zeros + 1, :: zeros + 1] = y
    return convolve2d(pad2d(apart, (p - 1, q - 1)), k)
