"""Feed the same images twice while the network is in training mode. Are the scores the same?"""

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
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
    )
