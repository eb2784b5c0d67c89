"""Call it with a model that is in train mode and print `model.training` afterwards. Is it as it was?"""

from training import accuracy


def evaluate(loader, model):
    model.eval()
    right, count = 0.0, 0
    for x, y in loader:
        right += accuracy(x, y, model) * len(y)
        count += len(y)
    return right / count
