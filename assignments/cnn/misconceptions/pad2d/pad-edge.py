"""What does the frame hold in the example of the docstring, and what does it hold in your result?"""

import torch
from convolution import pair


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    h, w = a.shape[-2:]
    rows = torch.arange(-ph, h + ph).clamp(0, h - 1)
    columns = torch.arange(-pw, w + pw).clamp(0, w - 1)
    return a[..., rows, :][..., columns]
