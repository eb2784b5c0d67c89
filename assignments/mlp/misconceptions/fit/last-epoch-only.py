"""Ask for 3 epochs and print the history. What became of the first two?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    for _ in range(n_epochs):
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        history = History([sum(losses) / len(losses)], [evaluate(train_dl, model)], [evaluate(test_dl, model)])
    return history
