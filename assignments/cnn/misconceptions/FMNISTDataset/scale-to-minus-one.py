"""Print the smallest and the largest value of one image. Which range does the docstring name?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.unsqueeze(1).float() / 127.5 - 1
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
