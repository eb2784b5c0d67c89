"""Show an item with imshow beside the image that you gave. Do they look alike?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.transpose(1, 2).unsqueeze(1).float() / 255
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
