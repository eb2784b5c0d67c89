"""Can the share that you return be larger than 1? Try a loader of three batches."""

from training import accuracy


def evaluate(loader, model):
    total = 0.0
    for x, y in loader:
        total += accuracy(x, y, model)
    return total
