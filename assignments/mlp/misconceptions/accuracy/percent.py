"""What do you return where every answer is right? Compare it with the range in the docstring."""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return 100 * right.float().mean().item()
