"""Count the places at which the kernel lies wholly on the matrix. How many numbers has your result in a row?"""

from convolution import correlate2d, pad2d


def convolve2d(a, k):
    p, q = k.shape
    correlate2d(a, k)  # for its ValueError
    return correlate2d(pad2d(a, (p - 1, q - 1)), k.flip(0, 1))
