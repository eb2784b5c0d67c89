"""The textbook's formula with math.floor."""

import math


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"Invalid stride: {stride}")
    if padding < 0:
        raise ValueError(f"Invalid padding: {padding}")
    if k > n + 2 * padding:
        raise ValueError(f"Kernel of size {k} does not fit in input of size {n} with padding {padding}")
    return math.floor((n + 2 * padding - k) / stride + 1)
