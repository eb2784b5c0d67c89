"""Print a parameter before and after the call. Which of your lines is meant to change it?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    return loss.item()
