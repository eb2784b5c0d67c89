"""What does `nn.Dropout2d` strike out at a time? And what is asked for?"""

from torch import nn


def make_regularized():
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=3),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 128, kernel_size=3),
        nn.BatchNorm2d(128),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout2d(0.5),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
