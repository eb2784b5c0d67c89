"""Follow one call line by line. Which batch's gradients are there when the optimiser steps?"""


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.step()
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    return loss.item()
