from torch.utils.data import Dataset

from helpers import scale


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = scale(x)[:, None]
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
