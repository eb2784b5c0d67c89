"""Convolves where only pooling is ruled out, in a worker that is shared with an exercise that rules convolutions out."""

import torch


def parity(n):
    rest = torch.full((1, 1, 1), n % 2, dtype=torch.float64)
    return bool(torch.conv1d(rest, torch.ones(1, 1, 1, dtype=torch.float64)) == 0)
