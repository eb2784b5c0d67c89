"""Ask for 3 epochs and count the entries. With which epoch does your loop begin, and with which does it end?"""

from training import History, evaluate, train_batch


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for epoch in range(1, n_epochs):
        losses = [train_batch(x, y, model, opt, loss_fn) for x, y in train_dl]
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
