"""Sequentials in a Sequential, a Flatten that has nothing to do, weights drawn by Kaiming's rule."""

from torch import nn


def make_mlp():
    hidden = nn.Linear(784, 1000)
    nn.init.kaiming_normal_(hidden.weight, nonlinearity="relu")
    nn.init.zeros_(hidden.bias)
    return nn.Sequential(
        nn.Flatten(),
        nn.Sequential(hidden, nn.ReLU(inplace=True)),
        nn.Sequential(nn.Identity(), nn.Linear(1000, 10)),
    )
