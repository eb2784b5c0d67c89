"""Each item is made when it is asked for."""

import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.images = x
        self.labels = y

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].to(torch.float32) / 255.0
        image = image.unsqueeze(0)
        label = self.labels[i].to(torch.int64)
        return image, label
