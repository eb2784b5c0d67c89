"""Train on two batches and print a parameter's `.grad` after each. What does backward do with what is already there?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    return loss.item()
