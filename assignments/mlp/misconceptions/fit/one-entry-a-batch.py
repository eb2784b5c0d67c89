"""Print the lengths of the three lists. How many epochs ran, and how many batches?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        for x, y in train_dl:
            history.loss.append(train_batch(x, y, model, opt, loss_fn))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
