"""How many sides has an image, and how many of them have a frame in your result?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    out = torch.full((*a.shape[:-2], h + ph, w + pw), value, dtype=a.dtype)
    out[..., ph : ph + h, pw : pw + w] = a
    return out
