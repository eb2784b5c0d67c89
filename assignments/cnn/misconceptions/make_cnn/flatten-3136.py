"""Print the shape of what reaches the first linear layer. How many numbers does one image have there?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3136, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
