"""Call it with SGD and then with Adam, with the same learning rate. Do the parameters move differently?"""

import torch


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    with torch.no_grad():
        for parameter in opt.param_groups[0]["params"]:
            if parameter.grad is not None:
                parameter -= opt.param_groups[0]["lr"] * parameter.grad
    return loss.item()
