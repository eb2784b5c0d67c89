"""Print the shape after the flattening for three images. Which axis should have stayed?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Flatten(0),
        nn.Linear(784, 1000),
        nn.ReLU(),
        nn.Linear(1000, 10),
    )
