"""Draw a kernel as an arrow that points to the right and turn the sheet by half a turn. Does yours still point to the
right?
"""

from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, k.flip(0))
