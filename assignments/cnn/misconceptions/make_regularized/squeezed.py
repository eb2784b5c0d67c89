"""Print the shape of the output for three images, and for one. How many axes has each?"""

from torch import nn


class Flat(nn.Module):
    def forward(self, x):
        return x.squeeze().flatten(-3)


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
        Flat(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
    )
