"""The first two rows of A hold three windows. Where in your C do their maxima stand?"""

from by_hand import B
from convolution import correlate2d_strided
from torch import tensor


def in_pairs():
    c = [[21.0, 14, 25], [29, 16, 12], [36, 14, 28]]
    d = correlate2d_strided(tensor([[21.0, 29, 36], [14, 16, 14], [25, 12, 28]]), B, padding=2)
    e = correlate2d_strided(d, B, stride=3)
    return tensor(c), d, e
