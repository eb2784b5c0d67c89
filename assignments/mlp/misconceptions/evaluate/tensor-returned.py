"""Print the type of what you return. How does one get a tensor's only value as a number?"""

import torch


@torch.no_grad()
def evaluate(loader, model):
    was_training = model.training
    model.eval()
    right = torch.cat([model(x).argmax(dim=1) == y for x, y in loader])
    model.train(was_training)
    return right.float().mean()
