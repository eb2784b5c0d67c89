"""Count the steps of one epoch. How many batches has the training loader?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        x, y = next(iter(train_dl))
        history.loss.append(train_batch(x, y, model, opt, loss_fn))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
