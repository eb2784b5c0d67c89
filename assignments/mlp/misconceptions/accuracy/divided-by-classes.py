"""Call it on twenty right answers, with ten classes. Which number comes out, and what do you divide by?"""

import torch


@torch.no_grad()
def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    scores = model(x)
    model.train(was_training)
    return (scores.argmax(dim=1) == y).sum().item() / scores.shape[1]
