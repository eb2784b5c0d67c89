"""Print the length of a dataset of 5 images. What have you counted?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.reshape(-1, 784).float() / 255
        self.y = y.long()

    def __len__(self):
        return self.x.shape[1]

    def __getitem__(self, i):
        return self.x[i], self.y[i]
