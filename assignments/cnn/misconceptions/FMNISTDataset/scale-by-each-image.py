"""Take a dark image and a bright one. Is the same grey scaled alike in both?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.unsqueeze(1).float()
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i] / self.x[i].max(), self.y[i]
