"""Print `model.training` on the line where you measure. What would a network with batch normalisation do there?"""

import torch
from training import History, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    def share(loader):
        right = count = 0
        with torch.no_grad():
            for x, y in loader:
                right += (model(x).argmax(dim=1) == y).sum().item()
                count += len(y)
        return right / count

    history = History()
    for _ in range(n_epochs):
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(share(train_dl))
        history.test_accuracy.append(share(test_dl))
    return history
