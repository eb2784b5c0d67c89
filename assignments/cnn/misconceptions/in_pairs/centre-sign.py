"""Look at the middle of B once more. Which sign does it have?"""

import torch
from by_hand import A
from convolution import correlate2d_strided
from pooling import max_pool2d


def in_pairs():
    kernel = torch.tensor([[1.0, 1, 1], [1, 2, 1], [1, 1, 1]])
    c = max_pool2d(A[None, None], 2)[0, 0]
    d = correlate2d_strided(c, kernel, padding=2)
    e = correlate2d_strided(d, kernel, stride=3)
    return c, d, e
