"""What is 0 times infinity? Try it in Python, then look for that product in your code."""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    out = torch.zeros((*a.shape[:-2], h + 2 * ph, w + 2 * pw), dtype=a.dtype)
    frame = torch.ones_like(out)
    out[..., ph : ph + h, pw : pw + w] = a
    frame[..., ph : ph + h, pw : pw + w] = 0
    return out + value * frame
