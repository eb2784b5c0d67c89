"""Lazy layers that take their sizes from the first batch, appended one by one."""

from torch import nn


def make_regularized():
    net = nn.Sequential()
    for filters in (64, 128):
        net.append(nn.LazyConv2d(filters, 3))
        net.append(nn.LazyBatchNorm2d())
        net.append(nn.MaxPool2d(2))
        net.append(nn.ReLU())
    for layer in (nn.Flatten(), nn.LazyLinear(200), nn.ReLU(), nn.Dropout(0.5), nn.LazyLinear(10)):
        net.append(layer)
    return net
