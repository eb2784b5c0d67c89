"""Print the largest value of a bright image, then follow one pixel through your code. How often is it divided?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.reshape(-1, 784).float() / 255
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i] / 255, self.y[i]
