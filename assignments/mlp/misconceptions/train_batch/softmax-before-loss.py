"""Work out the loss of one example on paper, from its logits. Where does softmax come in, and how often?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = loss_fn(model(x).softmax(dim=1), y)
    loss.backward()
    opt.step()
    return loss.item()
