"""Evaluate twice with a model that has dropout. Do you get the same number?"""

import torch


@torch.no_grad()
def evaluate(loader, model):
    right, count = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        count += len(y)
    return right / count
