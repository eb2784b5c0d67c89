"""Print `model.training` at your forward pass. Is this learning or measuring?"""


def train_batch(x, y, model, opt, loss_fn):
    model.eval()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    return loss.item()
