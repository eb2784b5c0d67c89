"""Feed the same images twice in eval mode. Are the scores the same?"""

import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 1000)
        self.fc2 = nn.Linear(1000, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        return self.fc2(F.dropout(x))


def make_mlp():
    return Net()
