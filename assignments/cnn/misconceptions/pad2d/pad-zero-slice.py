"""Print x[0:-0] for a list x of your own. What does your slice select where the padding is 0?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    out = torch.full((*a.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[..., ph:-ph, pw:-pw] = a
    return out
