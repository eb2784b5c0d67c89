"""Print the accuracies of three epochs. Do they differ, and when is each of them measured?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        history.loss.append(sum(losses) / len(losses))
    history.train_accuracy = [evaluate(train_dl, model)] * n_epochs
    history.test_accuracy = [evaluate(test_dl, model)] * n_epochs
    return history
