import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        # keep the bytes: a quarter of the memory
        self.x = x
        self.y = y.to(torch.int64)

    def __len__(self):
        return self.x.shape[0]

    def __getitem__(self, i):
        return self.x[i].unsqueeze(0).to(torch.float32) / 255, self.y[i]
