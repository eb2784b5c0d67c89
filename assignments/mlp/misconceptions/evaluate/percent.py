"""What do you return where every answer is right? Compare it with the range in the docstring."""

from training import accuracy


def evaluate(loader, model):
    right, count = 0.0, 0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
        count += len(y)
    return 100 * right / count
