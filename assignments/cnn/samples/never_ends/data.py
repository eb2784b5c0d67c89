import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.images = torch.unsqueeze(x, 1).type(torch.float32) / 255
        self.labels = torch.as_tensor(y, dtype=torch.int64)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]
