"""Try a whole batch of images. Which axes does your function expect, and which does the docstring allow?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape
    out = torch.full((h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[ph : ph + h, pw : pw + w] = a
    return out
