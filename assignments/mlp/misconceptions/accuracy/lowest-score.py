"""Take one image and print its scores. Which class do you pick?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmin(dim=1) == y
    model.train(was_training)
    return right.float().mean().item()
