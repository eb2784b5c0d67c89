"""Print the shape of the image before and after the call. Which of your lines changes it?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    batch = a.shape[:-2]
    while a.dim() < 3:
        a.unsqueeze_(0)
    h, w = a.shape[-2:]
    out = torch.full((*a.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    out[..., ph : ph + h, pw : pw + w] = a
    return out.reshape(*batch, h + 2 * ph, w + 2 * pw)
