"""Double a batch by repeating its examples. What should happen to its loss, and what happens to yours?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    return loss.item() * len(y)
