"""A table of the 256 greys, looked up for each item."""

import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    greys = torch.linspace(0, 1, 256)

    def __init__(self, x, y):
        self.x = x
        self.y = y.type(torch.LongTensor)

    def __len__(self):
        return self.y.shape[0]

    def __getitem__(self, i):
        image = self.greys[self.x[i].int()]
        return image.view(1, *image.shape), self.y[i]
