from torch import nn

from helpers import conv_block


def make_cnn():
    return nn.Sequential(
        conv_block(1, 64),
        conv_block(64, 128),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )


def make_regularized():
    raise NotImplementedError
