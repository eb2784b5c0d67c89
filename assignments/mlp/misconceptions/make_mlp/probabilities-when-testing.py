"""Compare the scores in train mode with those in eval mode. Does your network compute the same in both?"""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 1000)
        self.fc2 = nn.Linear(1000, 10)

    def forward(self, x):
        x = self.fc2(torch.relu(self.fc1(x)))
        return x if self.training else x.softmax(dim=1)


def make_mlp():
    return Net()
