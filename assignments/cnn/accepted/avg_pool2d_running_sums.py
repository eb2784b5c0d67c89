"""Differences of running sums, along one axis after the other."""

import torch
from convolution import output_size, pair


def _sums(x, k, s, p):
    """Sum the windows of the last axis."""
    places = output_size(x.shape[-1], k, s, p)
    zeros = x.new_zeros(*x.shape[:-1], p)
    running = torch.cat([zeros, x, zeros], dim=-1).cumsum(dim=-1)
    running = torch.cat([torch.zeros_like(running[..., :1]), running], dim=-1)
    starts = s * torch.arange(places)
    return running[..., starts + k] - running[..., starts]


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(stride if stride is not None else k), pair(padding)

    def sums(images):
        across = _sums(images.double(), kw, sw, pw)
        return _sums(across.transpose(2, 3), kh, sh, ph).transpose(2, 3)

    count = kh * kw if count_include_pad else sums(torch.ones_like(x))
    return (sums(x) / count).to(x.dtype)
