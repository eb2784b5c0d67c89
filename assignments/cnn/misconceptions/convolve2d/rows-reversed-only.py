"""Draw a kernel as an arrow and turn the sheet by half a turn. In how many directions does it look the other way?"""

from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, k.flip(0))
