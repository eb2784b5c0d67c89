"""Pad the same image with value=7. Does your frame change?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    out = torch.zeros((*a.shape[:-2], h + 2 * ph, w + 2 * pw), dtype=a.dtype)
    out[..., ph : ph + h, pw : pw + w] = a
    return out
