"""Nested blocks, one shared ReLU and pool, ReLU in place, weights channels-last."""

import torch
from torch import nn


class Features(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU(inplace=True)
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        self.convs = nn.ModuleList([nn.Conv2d(1, 64, 3), nn.Conv2d(64, 128, 3)])

    def forward(self, x):
        for conv in self.convs:
            x = self.pool(self.act(conv(x)))
        return x


def make_cnn():
    head = nn.Sequential(nn.Linear(3200, 200), nn.ReLU(), nn.Linear(200, 10))
    net = nn.Sequential(Features(), nn.Sequential(nn.Flatten(), head))
    return net.to(memory_format=torch.channels_last)
