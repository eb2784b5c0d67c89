"""Gradients are forgotten through the model, after the forward pass; the mode of before is put back."""


def train_batch(x, y, model, opt, loss_fn):
    mode = model.training
    model.train(True)
    logits = model(x)
    loss = loss_fn(logits, y)
    model.zero_grad(set_to_none=False)
    opt.zero_grad()
    loss.backward()
    opt.step()
    model.train(mode)
    return float(loss.detach())
