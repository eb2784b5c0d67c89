"""Print `model.training` before and after the call. In which mode does training go on?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    model.eval()
    right = model(x).argmax(dim=1) == y
    return right.float().mean().item()
