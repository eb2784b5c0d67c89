"""Keeps the bytes and converts an item when it is asked for."""

import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        super().__init__()
        assert len(x) == len(y)
        self.images = x
        self.labels = y

    def __getitem__(self, ix):
        image = self.images[ix].flatten().to(torch.float32) / 255.0
        label = torch.tensor(int(self.labels[ix]), dtype=torch.long)
        return image, label

    def __len__(self):
        return self.images.size(0)
