"""Print the shape of a label, and of the batch of labels that a DataLoader makes. How many axes should there be?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.unsqueeze(1).float() / 255
        self.y = y.long().reshape(-1, 1)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
