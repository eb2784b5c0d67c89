"""Print the number of examples that you divide by. Is the last batch as large as the others?"""

from training import accuracy


def evaluate(loader, model):
    right = 0.0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
    return right / (len(loader) * loader.batch_size)
