"""Feed -1 to what stands between your layers. What comes out, and what would the table's function give?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Linear(784, 1000),
        nn.LeakyReLU(),
        nn.Linear(1000, 10),
    )
