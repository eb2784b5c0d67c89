"""How many parameters are missing? Which numbers of the table add up to that?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Linear(784, 1000, bias=False),
        nn.ReLU(),
        nn.Linear(1000, 10, bias=False),
    )
