"""Go through a shuffled loader twice and print the first labels each time. Which label belongs to which answer of
yours?
"""

import torch


def evaluate(loader, model):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        answers = torch.cat([model(x).argmax(dim=1) for x, _ in loader])
    labels = torch.cat([y for _, y in loader])
    model.train(was_training)
    return (answers == labels).float().mean().item()
