"""Print the shape of your result where it is a single row, or a single number. How many axes should it have?"""

from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, k.flip(0, 1)).squeeze()
