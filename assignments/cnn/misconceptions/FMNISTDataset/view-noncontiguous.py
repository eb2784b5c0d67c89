"""Try images whose axes you permuted, and print their is_contiguous(). Which of your operations cares about it?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.view(-1, 784).float() / 255
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i].reshape(1, 28, 28), self.y[i]
