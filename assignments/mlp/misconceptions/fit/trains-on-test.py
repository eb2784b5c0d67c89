"""Which images does your network learn from? Follow `test_dl` through your code."""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        for x, y in test_dl:
            train_batch(x, y, model, opt, loss_fn)
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
