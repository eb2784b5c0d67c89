"""Compare the first row of your C with the first two rows of A. Do its numbers come from there?"""

from by_hand import A, B
from convolution import correlate2d_strided
from pooling import max_pool2d


def in_pairs():
    c = max_pool2d(A.T[None, None], 2)[0, 0]
    d = correlate2d_strided(c, B, padding=2)
    e = correlate2d_strided(d, B, stride=3)
    return c, d, e
