"""Lazy layers, which find their sizes in the first call."""

import warnings

from torch import nn


def make_cnn():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return nn.Sequential(
            nn.LazyConv2d(64, 3),
            nn.MaxPool2d(2),
            nn.ReLU(),
            nn.LazyConv2d(128, 3),
            nn.MaxPool2d(2),
            nn.ReLU(),
            nn.Flatten(),
            nn.LazyLinear(200),
            nn.ReLU(),
            nn.LazyLinear(10),
        )
