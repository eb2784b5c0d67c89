"""Parameters counted on PyTorch's own layers."""

from torch import nn


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    return sum(p.numel() for p in layer.parameters())


def linear_params(in_features, out_features, bias=True):
    return sum(p.numel() for p in nn.Linear(in_features, out_features, bias).parameters())
