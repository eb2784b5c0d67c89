"""Work out the parameters of your first layer, beside the table's 785,000. Which number differs?"""

from torch import nn


def make_mlp():
    return nn.Sequential(
        nn.Linear(784, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )
