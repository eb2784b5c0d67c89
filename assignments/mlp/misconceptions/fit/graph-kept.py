"""Print the type of an entry of `history.loss`. What else does it keep alive, besides a number?"""

from training import History, evaluate


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History()
    for _ in range(n_epochs):
        losses = []
        for x, y in train_dl:
            model.train()
            opt.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            opt.step()
            losses.append(loss)
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
