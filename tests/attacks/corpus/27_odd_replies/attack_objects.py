"""Gives data sets and networks whose lengths, items, layers and parameters are lies of every size."""
# file: model.py

import torch
from torch import nn

from autograder.wire import Handle


class Images(torch.utils.data.Dataset):
    CALLS = [0]  # it counts for all of them

    def __init__(self, images, labels):
        self.CALLS[0] += 1

    def __len__(self):
        return [-1, 1 << 62, 3, 5][self.CALLS[0] % 4] if self.CALLS[0] % 2 else 1 << 40

    def __getitem__(self, i):
        return [Handle(1), Handle(1 << 62), (Handle(1), self), iter(int, 1), (torch.empty(1 << 40, device="meta"), 0)][
            self.CALLS[0] % 5
        ]

    def __getattr__(self, name):
        return self


class Net(nn.Module):
    def parameters(self, recurse=True):
        while True:
            yield torch.zeros(1).expand(1 << 40)

    def modules(self):
        return [self] * 100_000

    def children(self):
        return iter(())

    def __call__(self, *arguments):
        return Handle(1)


def make_net():
    return Net() if Images.CALLS[0] % 2 else Handle(1)
