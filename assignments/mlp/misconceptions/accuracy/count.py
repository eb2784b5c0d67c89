"""Call it on five right answers, then on ten. Which number should come out both times?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return float(right.sum().item())
