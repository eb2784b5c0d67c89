"""Work out the top left number of the example by hand: which entry of the kernel meets the window's first entry?"""

from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, k)
