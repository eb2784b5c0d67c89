"""Print the shape of your result for a batch with channels. Which axes went in?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    images = a.reshape(-1, h, w)
    out = torch.full((len(images), h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[:, ph : ph + h, pw : pw + w] = images
    return out[0] if a.dim() == 2 else out
