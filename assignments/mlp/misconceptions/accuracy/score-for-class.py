"""Print what you compare with the labels. Is it a class, or the score of one?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    best = model(x).max(dim=1).values
    model.train(was_training)
    return (best.round() == y).float().mean().item()
