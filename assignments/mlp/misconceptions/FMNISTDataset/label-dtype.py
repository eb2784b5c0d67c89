"""Print the dtype of a label. Which one does the loss ask for?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.reshape(-1, 784).float() / 255
        self.y = y.int()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
