"""The step is given a closure that computes the loss, as torch's optimisers allow."""

import torch


def train_batch(x, y, model, opt, loss_fn):
    model.train()

    def closure():
        opt.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    with torch.enable_grad():
        loss = opt.step(closure)
    return loss.detach().cpu().numpy().item()
