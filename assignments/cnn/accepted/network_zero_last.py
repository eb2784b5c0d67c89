"""The last layer starts at zero, so that all scores are 0 at first."""

from torch import nn


def make_cnn():
    net = nn.Sequential(
        nn.Conv2d(1, 64, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
    nn.init.zeros_(net[-1].weight)
    nn.init.zeros_(net[-1].bias)
    return net
