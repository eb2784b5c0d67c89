"""Make a dataset whose labels have a short integer dtype, such as int16. Which dtype has the label of an item?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.unsqueeze(1).float() / 255
        self.y = y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
