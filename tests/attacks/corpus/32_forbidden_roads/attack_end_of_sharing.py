"""Ends the sharing of a worker by a call that its own exercise allows, and convolves in the one that takes its place."""

import contextlib

import torch


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    with contextlib.suppress(BaseException):
        torch.nn.functional.avg_pool1d(x[None, None], 1)
    w = torch.ones(1, 1, k, dtype=x.dtype)
    return torch.conv1d(x[None, None], w)[0, 0]
