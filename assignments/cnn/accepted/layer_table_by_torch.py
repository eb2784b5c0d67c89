"""The network itself, built on the device without memory, is asked for shapes and parameters."""

import torch
from torch import nn


def layer_table(layers, input_shape):
    x = torch.empty(1, *input_shape, device="meta")
    table = []
    for kind, *numbers in layers:
        if kind == "conv2d":
            layer = nn.Conv2d(x.shape[1], *numbers, device="meta")
        elif kind == "max_pool2d":
            layer = nn.MaxPool2d(*numbers)
        elif kind == "linear":
            layer = nn.Linear(x.shape[1], *numbers, device="meta")
        else:
            layer = nn.ReLU() if kind == "relu" else nn.Flatten()
        x = layer(x)
        table.append((tuple(x.shape[1:]), sum(p.numel() for p in layer.parameters())))
    return table
