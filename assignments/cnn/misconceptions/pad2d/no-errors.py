"""Try a negative padding. What does your function answer, and what does its docstring promise?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    h, w = a.shape[-2:]
    out = torch.full((*a.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[..., ph : ph + h, pw : pw + w] = a
    return out
