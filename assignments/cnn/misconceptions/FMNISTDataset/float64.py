"""Print the dtype of an image. Which dtype do the weights of a network have?"""

import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = torch.from_numpy(x.unsqueeze(1).numpy() / 255)
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
