"""Print the scores of many images. Is any of them negative, and may one be?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
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
        nn.ReLU(),
    )
