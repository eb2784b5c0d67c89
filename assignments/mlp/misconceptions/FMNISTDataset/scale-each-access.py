"""Ask for the same item twice and compare the two images. Which of your lines changes what the dataset keeps?"""

from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x = x.reshape(-1, 784).float()
        self.y = y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        image = self.x[i]
        image /= 255
        return image, self.y[i]
