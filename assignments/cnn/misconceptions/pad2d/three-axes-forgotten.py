"""Try images with two, three and four axes. Which of them does the docstring allow?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if a.dim() == 2:
        return pad2d(a[None, None], padding, value)[0, 0]
    n, c, h, w = a.shape
    out = torch.full((n, c, h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[:, :, ph : ph + h, pw : pw + w] = a
    return out
