"""Call it with a model that is in train mode and print `model.training` afterwards. Is it as it was?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    model.eval()
    right = model(x).argmax(dim=1) == y
    return right.float().mean().item()
