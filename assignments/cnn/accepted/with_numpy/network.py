"""Blocks of layers, put together with nn.Sequential."""

from torch import nn


def block(in_channels, out_channels, normalise=False):
    layers = [nn.Conv2d(in_channels, out_channels, (3, 3))]
    if normalise:
        layers.append(nn.BatchNorm2d(out_channels))
    return nn.Sequential(*layers, nn.MaxPool2d((2, 2)), nn.ReLU())


def head(*before_the_last):
    return nn.Sequential(nn.Flatten(), nn.Linear(3200, 200), nn.ReLU(), *before_the_last, nn.Linear(200, 10))


def make_cnn():
    net = nn.Sequential(block(1, 64), block(64, 128), head())
    for parameter in net.parameters():
        if parameter.dim() > 1:
            nn.init.xavier_uniform_(parameter)
    return net


def make_regularized():
    return nn.Sequential(block(1, 64, normalise=True), block(64, 128, normalise=True), head(nn.Dropout(0.5)))
