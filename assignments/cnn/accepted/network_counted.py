"""The size of the flat layer is found by sending an image through the first part."""

import torch
import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, filters=(64, 128), hidden=200, classes=10):
        super().__init__()
        first, second = filters
        self.first = nn.Conv2d(1, first, 3)
        self.second = nn.Conv2d(first, second, 3)
        with torch.no_grad():
            size = self.features(torch.zeros(1, 1, 28, 28)).numel()
        self.hidden = nn.Linear(size, hidden)
        self.out = nn.Linear(hidden, classes)

    def features(self, x):
        x = F.relu(F.max_pool2d(self.first(x), kernel_size=2))
        return F.relu(F.max_pool2d(self.second(x), kernel_size=2))

    def forward(self, x):
        x = torch.flatten(self.features(x), start_dim=1)
        return self.out(self.hidden(x).relu())


def make_cnn():
    return CNN()
