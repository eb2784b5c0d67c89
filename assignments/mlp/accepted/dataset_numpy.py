"""Scales with NumPy and hands out tensors."""

import numpy as np
import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        pixels = np.asarray(x.numpy(), dtype=np.float32).reshape(len(x), -1)
        self.x = torch.from_numpy(pixels / np.float32(255))
        self.y = torch.as_tensor(y.numpy().astype(np.int64))

    def __len__(self):
        return self.x.shape[0]

    def __getitem__(self, i):
        return self.x[i], self.y[i]
