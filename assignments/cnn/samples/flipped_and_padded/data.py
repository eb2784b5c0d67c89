from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        x = x.reshape(-1, 1, 28, 28)
        x = x.float() / 255
        self.x, self.y = x, y.long()

    def __getitem__(self, ix):
        return self.x[ix], self.y[ix]

    def __len__(self):
        return len(self.x)
