"""Divides by the length of the loader's dataset, and weights the batches' shares by their part of it."""

from training import accuracy


def evaluate(loader, model):
    total = len(loader.dataset)
    return sum(accuracy(inputs, labels, model) * len(labels) / total for inputs, labels in loader)
