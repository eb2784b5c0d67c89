"""Turn an item back into 28×28 and look at it with imshow, beside the image that it came from. Do they look alike?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.transpose(1, 2).reshape(-1, 784).float() / 255
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
