"""NumPy's windows and a kernel turned twice."""

import numpy as np
import torch


def convolve2d(a, k):
    if any(side > room for side, room in zip(k.shape, a.shape)):
        raise ValueError(f"k {tuple(k.shape)} does not fit on a {tuple(a.shape)}")
    windows = np.lib.stride_tricks.sliding_window_view(a.numpy(), tuple(k.shape))
    return torch.from_numpy(np.tensordot(windows, np.rot90(k.numpy(), 2)).astype(a.numpy().dtype))
