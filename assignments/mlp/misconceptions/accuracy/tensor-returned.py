"""Print the type of what you return. How does one get a tensor's only value as a number?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean()
