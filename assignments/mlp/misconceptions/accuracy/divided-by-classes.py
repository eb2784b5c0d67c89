"""By which number do you divide, and what does it count?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    scores = model(x)
    model.train(was_training)
    return (scores.argmax(dim=1) == y).sum().item() / scores.shape[1]
