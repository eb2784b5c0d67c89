"""Print the type of what you return. What does it keep alive, and how does one get its only value as a number?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    return loss
