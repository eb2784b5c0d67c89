"""Print the scores of many images. Which numbers may logits be, and which can yours?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Linear(784, 1000),
        nn.ReLU(),
        nn.Linear(1000, 10),
        nn.Sigmoid(),
    )
