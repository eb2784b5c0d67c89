"""Call it with another loss, such as `nn.MultiMarginLoss()`. Does the number that you return change?"""

import torch.nn.functional as F


def train_batch(x, y, model, opt, loss_fn):
    model.train()
    opt.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    opt.step()
    return loss.item()
