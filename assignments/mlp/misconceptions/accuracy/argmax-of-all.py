"""Print your predictions for a batch of five. How many are there?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax() == y
    model.train(was_training)
    return right.float().mean().item()
