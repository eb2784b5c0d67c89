"""Print the loss of the batch before the step and after it. Which of the two do you return?"""

import torch


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss_fn(model(x), y).backward()
    opt.step()
    with torch.no_grad():
        return loss_fn(model(x), y).item()
