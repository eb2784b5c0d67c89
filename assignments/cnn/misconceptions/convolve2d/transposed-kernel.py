"""Take a kernel with a single 1 in its first row, last column. Where is that 1 after half a turn, and where is it in
yours?
"""

from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, k.T)
