"""Which kinds of layers work differently in the two modes? Print `training` of each where you call the model."""

import torch
from torch import nn


@torch.no_grad()
def accuracy(x, y, model):
    drops = [part for part in model.modules() if isinstance(part, nn.Dropout) and part.training]
    for part in drops:
        part.eval()
    right = model(x).argmax(dim=1) == y
    for part in drops:
        part.train()
    return right.float().mean().item()
