"""Pad an image of one row with (1, 2). How many rows and how many columns are new?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    pw, ph = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    out = torch.full((*a.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[..., ph : ph + h, pw : pw + w] = a
    return out
