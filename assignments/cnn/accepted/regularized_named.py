"""Layers with names, in an ordered dictionary."""

from collections import OrderedDict

from torch import nn


def make_regularized():
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 64, (3, 3)),
            norm1=nn.BatchNorm2d(64),
            pool1=nn.MaxPool2d((2, 2), stride=2),
            relu1=nn.ReLU(),
            conv2=nn.Conv2d(64, 128, (3, 3)),
            norm2=nn.BatchNorm2d(128),
            pool2=nn.MaxPool2d((2, 2), stride=2),
            relu2=nn.ReLU(),
            flatten=nn.Flatten(start_dim=1),
            hidden=nn.Linear(128 * 5 * 5, 200),
            relu3=nn.ReLU(),
            dropout=nn.Dropout(p=0.5, inplace=True),
            logits=nn.Linear(200, 10),
        )
    )
