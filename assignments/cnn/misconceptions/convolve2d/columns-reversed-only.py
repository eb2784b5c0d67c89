"""Draw a kernel as an arrow that points down and turn the sheet by half a turn. Does yours still point down?"""

from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, k.flip(1))
