"""Print the shape that leaves each layer. Where does the number of maps differ from the table?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 64, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(1600, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
