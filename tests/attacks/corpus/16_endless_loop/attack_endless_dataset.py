"""Gives a dataset that says it is endless, and a length and items that take their time."""
# file: model.py

import sys


class Images:
    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return sys.maxsize

    def __getitem__(self, i):
        return self[i + 1] if i < sys.maxsize else None

    def __iter__(self):
        while True:
            yield self.images[0], self.labels[0]
