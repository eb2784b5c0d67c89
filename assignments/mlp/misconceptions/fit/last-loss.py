"""Print the loss of every batch of an epoch. Which of them is in your history?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        for x, y in train_dl:
            loss = train_batch(x, y, model, opt, loss_fn)
        history.loss.append(loss)
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
