"""Print the shape after the first pooling, beside the table. How far does the window move?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3),
        nn.MaxPool2d(2, 1),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3),
        nn.MaxPool2d(2, 1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(61952, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
