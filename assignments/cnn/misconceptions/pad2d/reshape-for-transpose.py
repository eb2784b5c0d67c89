"""Number the pixels of a small image and follow one of them through your reshape. Where does it land?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    batch, h, w = a.shape[:-2], a.shape[-2], a.shape[-1]
    beside = torch.full((*batch, h, pw), value, dtype=a.dtype)
    wide = torch.cat([beside, a, beside], dim=-1)
    above = torch.full((*batch, w + 2 * pw, ph), value, dtype=a.dtype)
    turned = wide.reshape(*batch, w + 2 * pw, h)
    tall = torch.cat([above, turned, above], dim=-1)
    return tall.reshape(*batch, h + 2 * ph, w + 2 * pw)
