"""The share everywhere first, then the rest added at the labels."""

import torch


def smooth_labels(labels, classes, epsilon):
    rows = torch.full((len(labels), classes), epsilon / classes)
    rest = torch.full((len(labels), 1), 1 - epsilon)
    return rows.scatter_add(1, labels[:, None], rest)
