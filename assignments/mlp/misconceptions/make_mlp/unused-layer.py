"""Count the parameters, layer by layer, beside the table. Does every layer of yours take part when an image goes
through?
"""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 1000)
        self.fc2 = nn.Linear(1000, 10)
        self.fc3 = nn.Linear(10, 10)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


def make_mlp():
    return Net()
