"""A class with forward for the first network, a list of layers for the second."""

import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 3)
        self.conv2 = nn.Conv2d(64, 128, 3)
        self.fc1 = nn.Linear(3200, 200)
        self.fc2 = nn.Linear(200, 10)

    def forward(self, x):
        x = self.conv1(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = self.conv2(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = x.view(x.shape[0], -1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


def make_cnn():
    return Net()


def make_regularized():
    layers = []
    channels = 1
    for filters in (64, 128):
        layers.append(nn.Conv2d(channels, filters, 3))
        layers.append(nn.BatchNorm2d(filters))
        layers.append(nn.ReLU())
        layers.append(nn.MaxPool2d(2))
        channels = filters
    layers.append(nn.Flatten())
    layers.append(nn.Linear(3200, 200))
    layers.append(nn.ReLU())
    layers.append(nn.Dropout(0.5))
    layers.append(nn.Linear(200, 10))
    return nn.Sequential(*layers)
