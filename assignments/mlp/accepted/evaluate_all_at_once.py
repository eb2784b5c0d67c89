"""Puts all batches together and measures once."""

import torch
from training import accuracy


def evaluate(loader, model):
    inputs, labels = zip(*loader)
    return accuracy(torch.cat(inputs), torch.cat(labels), model)
