"""Call it twice with the same kernel. Are the two results the same?"""

from convolution import correlate2d


def convolve2d(a, k):
    k.copy_(k.flip(0).flip(1))
    return correlate2d(a, k)
