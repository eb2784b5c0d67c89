"""Print the shape of your predictions for 5 images and 3 classes. How many answers should there be?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=0) == y
    model.train(was_training)
    return right.float().mean().item()
