"""Give the network one image. What does your forward take for granted about a batch?"""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 1000)
        self.fc2 = nn.Linear(1000, 10)

    def forward(self, x):
        x = x.reshape(32, 784)
        return self.fc2(torch.relu(self.fc1(x)))


def make_mlp():
    return Net()
