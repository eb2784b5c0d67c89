"""In train mode, feed the same image twice. Are the scores the same, and is every layer of yours in the table?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Linear(784, 1000),
        nn.ReLU(),
        nn.Linear(1000, 10),
        nn.Dropout(0.2),
    )
