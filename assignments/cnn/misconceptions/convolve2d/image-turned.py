"""Compare the first and the last number of your result with the worked example. What did you turn?"""

from convolution import correlate2d


def convolve2d(a, k):
    turned = a.flip(0, 1)
    return correlate2d(turned, k)
