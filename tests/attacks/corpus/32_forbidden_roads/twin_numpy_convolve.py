"""Convolves a row with NumPy, which is allowed: only the library of the course is ruled out."""

import numpy as np
import torch


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    return torch.from_numpy(np.convolve(x.numpy(), np.ones(k, dtype=x.numpy().dtype), "valid"))
