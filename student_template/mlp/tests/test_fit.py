import numpy as np
import pytest
import torch


def examples(rng, n):
    """Inputs near 1 and -1 with class 1 and 0; the last two are the same input, so one of them is always wrong."""
    x = torch.from_numpy(np.resize([1.0, -1.0], n - 2) + rng.uniform(-0.1, 0.1, n - 2)).float()
    return torch.cat([x, torch.ones(2)]).reshape(n, 1), torch.cat([x > 0, torch.tensor([True, False])]).long()


def start_wrong(student, check):
    """A linear layer that gets nearly every example wrong, and its weights and biases."""
    net = student.torch.nn.Linear(1, 2)
    weights = [torch.tensor([[0.5], [-0.5]]), torch.tensor([0.01, -0.01])]
    check.load_weights(net, weights)
    return net, weights


def loaders(student, sets, batch_size):
    """The training and the test loader; they give the examples in order."""
    lib = student.torch.utils.data
    return [lib.DataLoader(lib.TensorDataset(*data), batch_size=batch_size) for data in sets]


def share(data, weights):
    """The share of examples that a linear layer gets right."""
    (x, y), (weight, bias) = data, weights
    zero, one = (x @ weight.T + bias).T
    return ((one > zero) == y.bool()).double().mean().item()


def train(data, weights, batch_size, rate):
    """An epoch of gradient descent on cross-entropy, by formula; gives the batches' mean loss and the new weights."""
    total = 0.0
    batches = list(zip(*(part.split(batch_size) for part in data), strict=True))
    for x, y in batches:
        weight, bias = weights
        p, right = (x @ weight.T + bias).softmax(dim=1), torch.eye(2)[y]
        of_logits = (p - right) / len(x)
        total -= (p * right).sum(dim=1).log().mean().item()
        weights = [weight - rate * of_logits.T @ x, bias - rate * of_logits.sum(dim=0)]
    return total / len(batches), weights


def plain(values, n):
    """Whether this is a list of n floats."""
    return isinstance(values, list) and len(values) == n and all(isinstance(v, (float, np.floating)) for v in values)


def near(check, yours, expected, what):
    """Compare lists of numbers to the precision of float32."""
    if all(plain(mine, len(right)) for mine, right in zip(yours, expected, strict=True)):
        yours, expected = torch.tensor([list(map(float, values)) for values in yours]), torch.tensor(expected)
    check.equal(yours, expected, what)


@pytest.mark.points(1)
def test_one_entry_an_epoch(student, check, rng):
    """Three lists with one number for each epoch."""
    sets = examples(rng, 12), examples(rng, 8)
    for epochs in (1, 3):
        net, _ = start_wrong(student, check)
        optimiser, loss = student.torch.optim.SGD(net.parameters(), lr=0.4), student.torch.nn.CrossEntropyLoss()
        history = student.fit(net, *loaders(student, sets, 4), epochs, optimiser, loss)
        check.that(history is not None, "fit returned None, expected a History")
        lengths = [len(values) for values in (history.loss, history.train_accuracy, history.test_accuracy)]
        check.equal(lengths, [epochs] * 3, f"the lengths of the three lists for n_epochs={epochs}")


@pytest.mark.points(1)
def test_loss(student, check, rng):
    """The loss is the epoch's mean, a Python float; each batch is measured before its own step."""
    net, weights = start_wrong(student, check)
    sets = examples(rng, 12), examples(rng, 8)
    optimiser, loss = student.torch.optim.SGD(net.parameters(), lr=0.4), student.torch.nn.CrossEntropyLoss()
    history = student.fit(net, *loaders(student, sets, 4), 2, optimiser, loss)
    check.that(history is not None, "fit returned None, expected a History")
    first, weights = train(sets[0], weights, 4, 0.4)
    second, _ = train(sets[0], weights, 4, 0.4)
    near(check, [history.loss], [[first, second]], "history.loss (row 0)")


@pytest.mark.points(1)
def test_accuracies(student, check, rng):
    """Both accuracies are the network's at the end of an epoch, each on its own loader."""
    net, weights = start_wrong(student, check)
    sets = examples(rng, 12), examples(rng, 8)
    optimiser, loss = student.torch.optim.SGD(net.parameters(), lr=0.4), student.torch.nn.CrossEntropyLoss()
    history = student.fit(net, *loaders(student, sets, 4), 2, optimiser, loss)
    check.that(history is not None, "fit returned None, expected a History")
    expected = [[], []]
    for _epoch in (1, 2):
        _, weights = train(sets[0], weights, 4, 0.4)
        for shares, data in zip(expected, sets, strict=True):
            shares.append(share(data, weights))
    yours = [history.train_accuracy, history.test_accuracy]
    near(check, yours, expected, "history.train_accuracy (row 0) and history.test_accuracy (row 1)")
