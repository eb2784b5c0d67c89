"""Which of the numbers in the first window of A did you put into C?"""

from by_hand import A, B
from convolution import correlate2d_strided
from pooling import avg_pool2d


def in_pairs():
    c = avg_pool2d(A[None, None], 2)[0, 0]
    d = correlate2d_strided(c, B, padding=2)
    e = correlate2d_strided(d, B, stride=3)
    return c, d, e
