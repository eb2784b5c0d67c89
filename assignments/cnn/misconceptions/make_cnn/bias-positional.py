"""Look up the order of Conv2d's arguments. Which of them is your last number given to?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3, 1, 0, 1, 64),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3, 1, 0, 1, 128),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
