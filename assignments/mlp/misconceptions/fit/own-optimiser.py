"""Call it with an optimiser of learning rate 0. Do the parameters stay where they are?"""

import torch
from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    opt = torch.optim.Adam(model.parameters(), lr=0.001)
    history = History()
    for _ in range(n_epochs):
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
