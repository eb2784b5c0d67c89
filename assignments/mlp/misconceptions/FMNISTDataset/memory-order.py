"""Make images of shape (28, 28, 5), permute them to (5, 28, 28), and compare an item with its image. Are the pixels in
the same order?
"""

import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        pixels = x.numpy().ravel(order="K")
        self.x = torch.from_numpy(pixels.reshape(len(x), 784)).float() / 255
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
