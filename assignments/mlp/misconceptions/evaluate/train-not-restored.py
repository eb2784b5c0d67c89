"""Print `model.training` before and after the call. In which mode does training go on?"""

from training import accuracy


def evaluate(loader, model):
    model.eval()
    right, count = 0.0, 0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
        count += len(y)
    return right / count
