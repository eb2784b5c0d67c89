"""Sums neighbours by a Fourier transform and by running sums, with the parts of torch.nn.functional that are allowed."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.lib.stride_tricks import sliding_window_view


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    padded = F.pad(x.double(), (1, 0))
    running = torch.cumsum(padded, 0)
    ones = torch.zeros_like(x, dtype=torch.float64)
    ones[:k] = 1
    spectrum = torch.fft.rfft(x.double(), 2 * len(x)) * torch.fft.rfft(ones, 2 * len(x))
    by_fourier = torch.fft.irfft(spectrum, 2 * len(x))[k - 1 : len(x)]
    by_matrix = F.linear(x.double().unfold(0, k, 1), torch.ones(1, k, dtype=torch.float64))[:, 0]
    by_numpy = torch.from_numpy(sliding_window_view(x.double().numpy(), k).sum(1))
    assert torch.allclose(by_fourier, by_matrix)
    assert np.allclose(by_numpy, running[k:] - running[:-k])
    pooled = F.avg_pool1d(x[None, None].double(), k, stride=1)[0, 0] * k
    return torch.stack([by_matrix, pooled, by_numpy]).median(0).values.to(x.dtype)


def average(x):
    """Not by `smooth`, since padding and pooling are ruled out here."""
    return float(x.mean())
