"""Blocks of their own inside two parts."""

from torch import nn


def _block(channels, filters):
    return nn.Sequential(nn.Conv2d(channels, filters, 3), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2))


def make_regularized():
    features = nn.Sequential(_block(1, 64), _block(64, 128))
    classifier = nn.Sequential(nn.Linear(3200, 200), nn.ReLU(inplace=True), nn.Dropout(), nn.Linear(200, 10))
    return nn.Sequential(features, nn.Flatten(), classifier)
