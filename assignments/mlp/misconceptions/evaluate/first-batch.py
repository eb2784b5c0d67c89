"""Print a line for each batch that you look at. How many batches has the loader?"""

from training import accuracy


def evaluate(loader, model):
    for x, y in loader:
        return accuracy(x, y, model)
