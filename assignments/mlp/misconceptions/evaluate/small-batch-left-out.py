"""Count the examples that your sum has seen. Are they all that the loader gives?"""

from training import accuracy


def evaluate(loader, model):
    right, count = 0.0, 0
    for x, y in loader:
        if len(y) == loader.batch_size:
            right += accuracy(x, y, model) * len(y)
            count += len(y)
    return right / max(count, 1)
