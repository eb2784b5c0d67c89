"""Weights drawn by Kaiming's rule, in a class that is an nn.Sequential."""

from torch import nn


class Regularized(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 64, 3),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 3),
            nn.BatchNorm2d(128),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(3200, 200),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(200, 10),
        )
        for module in self:
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                nn.init.zeros_(module.bias)


def make_regularized():
    return Regularized()
