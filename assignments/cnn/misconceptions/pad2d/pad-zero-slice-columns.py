"""Pad with (2, 0). Which columns does the slice select into which you copy the image?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if ph == 0 and pw == 0:
        return a.clone()
    h, w = a.shape[-2:]
    out = torch.full((*a.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    rows = slice(ph, -ph) if ph > 0 else slice(None)
    out[..., rows, pw:-pw] = a
    return out
