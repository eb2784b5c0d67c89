"""Print the scores of many images. Is any of them negative, and may one be?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Linear(784, 1000),
        nn.ReLU(),
        nn.Linear(1000, 10),
        nn.ReLU(),
    )
