"""Gives each image with its label as a named tuple."""
# file: model.py

from typing import NamedTuple


class Item(NamedTuple):
    image: torch.Tensor
    label: torch.Tensor


class Images(Dataset):
    def __init__(self, images, labels):
        self.items = [Item(image.float() / 255, label) for image, label in zip(images, labels, strict=True)]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]
