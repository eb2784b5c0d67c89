"""Computes each item when it is asked for, remembers it, and writes the network as a class with its layers in a list."""
# file: model.py
# training: yes

import functools

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Images(Dataset):
    def __init__(self, images, labels):
        self.inner = TensorDataset(images.clone(), labels)
        self.mean = images.float().mean()

    def __len__(self):
        return len(self.inner)

    @functools.lru_cache(maxsize=None)
    def __getitem__(self, i):
        image, label = self.inner[i]
        return torch.as_tensor(image, dtype=torch.float32).div(255), label


class Net(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(28 * 28, hidden), nn.Linear(hidden, 10)])
        for layer in self.layers:
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        return self.layers[1](F.relu(self.layers[0](x)))


def make_net():
    torch.manual_seed(3)
    net = Net()
    sample = Images(torch.zeros(4, 28, 28, dtype=torch.uint8), torch.zeros(4, dtype=torch.int64))
    for images, _ in DataLoader(sample, batch_size=2, shuffle=True):
        assert net(images).shape == (2, 10)
    return net
