"""Print the number that you divide by in the end. Does it count examples?"""

from training import accuracy


def evaluate(loader, model):
    right, count = 0.0, 0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
        count += x.numel()
    return right / count
