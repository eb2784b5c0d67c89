"""How far have you turned the kernel? Print a 2×3 one before and after."""

import torch
from convolution import correlate2d


def convolve2d(a, k):
    return correlate2d(a, torch.rot90(k))
