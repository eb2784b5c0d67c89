"""Compare your list with the table of the network, row by row. Is every kind of layer there as often as in the table?
"""

from torch import nn


def make_regularized():
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=3),
        nn.BatchNorm2d(64),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 128, kernel_size=3),
        nn.BatchNorm2d(128),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
    )
