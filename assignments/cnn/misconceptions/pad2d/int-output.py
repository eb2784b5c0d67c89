"""Print the dtype of the array that you fill. What becomes of 0.5 in it?"""

import numpy as np
import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    out = np.zeros((*a.shape[:-2], h + 2 * ph, w + 2 * pw), dtype=int)
    inside = np.zeros(out.shape, dtype=bool)
    inside[..., ph : ph + h, pw : pw + w] = True
    out[..., ph : ph + h, pw : pw + w] = a
    return torch.tensor(out, dtype=a.dtype).masked_fill(torch.from_numpy(~inside), value)
