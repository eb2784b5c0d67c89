"""Suppose somebody else's code has just computed gradients. What is in `.grad` when your backward begins?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    opt.zero_grad()
    return loss.item()
