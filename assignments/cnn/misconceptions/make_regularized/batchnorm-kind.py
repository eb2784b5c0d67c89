"""How many axes has a batch behind a convolution? For which shape is `nn.BatchNorm1d` made?"""

from torch import nn


def make_regularized():
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=3),
        nn.BatchNorm1d(64),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 128, kernel_size=3),
        nn.BatchNorm1d(128),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
    )
