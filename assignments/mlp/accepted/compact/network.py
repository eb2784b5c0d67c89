"""A class whose hidden size is an argument."""

from torch import nn


class Perceptron(nn.Sequential):
    def __init__(self, *sizes):
        layers = [part for i, o in zip(sizes, sizes[1:]) for part in (nn.Linear(i, o), nn.ReLU())]
        super().__init__(*layers[:-1])


def make_mlp():
    return Perceptron(784, 1000, 10)
