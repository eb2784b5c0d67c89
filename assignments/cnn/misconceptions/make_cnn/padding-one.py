"""Print the output shapes, layer by layer, beside the table. Where do they part?"""

from torch import nn


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3, padding=1),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3, padding=1),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(6272, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
