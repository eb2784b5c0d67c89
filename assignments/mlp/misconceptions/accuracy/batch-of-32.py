"""Call it on a batch of five, all right. Which number comes out, and what do you divide by?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return right.sum().item() / 32
