"""Print the type of what you return. Is it a Python float?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean().cpu().numpy()
