"""Which function does the table put between the layers, and which is in your network?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3),
        nn.MaxPool2d(2),
        nn.Sigmoid(),
        nn.Conv2d(64, 128, 3),
        nn.MaxPool2d(2),
        nn.Sigmoid(),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.Sigmoid(),
        nn.Linear(200, 10),
    )
