"""Keeps the bytes and converts an item when it is asked for."""

import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        super().__init__()
        assert len(x) == len(y)
        self.x, self.y = x, y

    def __getitem__(self, ix):
        image = self.x[ix][None].to(torch.float32) / 255.0
        return image, torch.tensor(int(self.y[ix]), dtype=torch.long)

    def __len__(self):
        return self.x.size(0)
