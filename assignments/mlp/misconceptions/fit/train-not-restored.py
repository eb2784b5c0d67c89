"""Print `model.training` at the start of each epoch. Is it the same in the second one?"""

import torch
from training import History


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    def share(loader):
        model.eval()
        right = count = 0
        with torch.no_grad():
            for x, y in loader:
                right += (model(x).argmax(dim=1) == y).sum().item()
                count += len(y)
        return right / count

    history = History()
    model.train()
    for _ in range(n_epochs):
        losses = []
        for x, y in train_dl:
            opt.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            opt.step()
            losses.append(loss.item())
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(share(train_dl))
        history.test_accuracy.append(share(test_dl))
    return history
