"""Call it with a model that is in eval mode and print `model.training` afterwards. Is it as it was?"""

from training import accuracy


def evaluate(loader, model):
    right, count = 0.0, 0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
        count += len(y)
    model.train()
    return right / count
