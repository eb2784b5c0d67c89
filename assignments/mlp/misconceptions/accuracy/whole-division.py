"""What does your division give for 3 right answers of 5? Print it."""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return float(right.sum().item() // len(y))
