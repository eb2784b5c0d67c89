"""Convolves where nothing is said against it, keeps a layer that it never calls, and names one in a text."""

import torch
from torch import nn
from torch.nn.functional import conv1d

UNUSED = nn.Conv2d(1, 4, 3)
HINT = "torch.conv1d would do it, but it is not allowed"


class Blur(nn.Module):
    """Never used by `smooth`."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Conv1d(1, 1, 3, bias=False)

    def forward(self, x):
        return self.layer(x)


BLUR = Blur()


def total(x):
    ones = torch.ones(1, 1, len(x), dtype=x.dtype)
    return 2 * conv1d(x[None, None], ones).sum() + 1
