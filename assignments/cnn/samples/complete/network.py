import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 3)
        self.conv2 = nn.Conv2d(64, 128, 3)
        self.hidden = nn.Linear(128 * 5 * 5, 200)
        self.scores = nn.Linear(200, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.scores(F.relu(self.hidden(x.flatten(1))))


def make_cnn():
    return CNN()


def make_regularized():
    def block(a, b):
        return nn.Sequential(nn.Conv2d(a, b, 3), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2))

    return nn.Sequential(
        block(1, 64),
        block(64, 128),
        nn.Flatten(),
        nn.Linear(128 * 5 * 5, 200),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
    )
