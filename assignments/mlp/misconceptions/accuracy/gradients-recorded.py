"""Print `model(x).requires_grad` inside your function. Who will ever ask for these gradients?"""


def accuracy(x, y, model):
    was_training = model.training
    model.eval()
    right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean().item()
