"""Evaluate ten examples that are all right, and then a hundred. Does your result stay the same?"""

from training import accuracy


def evaluate(loader, model):
    right = 0.0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
    return right
