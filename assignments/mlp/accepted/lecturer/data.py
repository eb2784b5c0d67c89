"""A whole lab, close to how such code is shown on slides."""

import matplotlib.pyplot as plt
import torch
from torch.utils.data import Dataset

classes = "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot".split(",")


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        x = x.reshape(-1, 28 * 28).float() / 255
        self.x, self.y = x, y.to(torch.int64)

    def __getitem__(self, ix):
        return self.x[ix], self.y[ix]

    def __len__(self):
        return len(self.x)


def show_samples(x, y, n=4):
    fig = plt.figure(figsize=(10, 3))
    for i in range(n):
        plt.subplot(1, n, i + 1)
        plt.imshow(x[i].numpy(), cmap="gist_gray")
        plt.title(f"Label {y[i]} ({classes[y[i]]})")
    return fig
