"""Print a word where you train and another where you evaluate. Which of the two comes first in an epoch?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        history.loss.append(sum(losses) / len(losses))
    return history
