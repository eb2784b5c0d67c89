"""One nn.Sequential, row by row as in the table."""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(in_channels=1, out_channels=64, kernel_size=3),
        nn.MaxPool2d(kernel_size=2, stride=2),
        nn.ReLU(),
        nn.Conv2d(in_channels=64, out_channels=128, kernel_size=3),
        nn.MaxPool2d(kernel_size=2, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(in_features=128 * 5 * 5, out_features=200),
        nn.ReLU(),
        nn.Linear(in_features=200, out_features=10),
    )
