"""Work out one step of one parameter on paper and compare. How far has yours moved?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    opt.step()
    return loss.item()
