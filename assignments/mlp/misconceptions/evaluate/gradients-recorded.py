"""Print `model(x).requires_grad` inside your loop. Who will ever ask for these gradients?"""


def evaluate(loader, model):
    was_training = model.training
    model.eval()
    right, count = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        count += len(y)
    model.train(was_training)
    return right / count
