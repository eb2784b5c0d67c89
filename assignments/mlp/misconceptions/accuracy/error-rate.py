"""What do you return where every answer is right?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    wrong = model(x).argmax(dim=1) != y
    model.train(was_training)
    return wrong.float().mean().item()
