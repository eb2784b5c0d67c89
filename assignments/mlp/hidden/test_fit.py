import numpy as np
import pytest
import torch


def examples(rng, n):
    """Inputs near 1 and -1 with class 1 and 0; the last two are the same input, so one of them is always wrong."""
    x = torch.from_numpy(np.resize([1.0, -1.0], n - 2) + rng.uniform(-0.1, 0.1, n - 2)).float()
    return torch.cat([x, torch.ones(2)]).reshape(n, 1), torch.cat([x > 0, torch.tensor([True, False])]).long()


def two_networks(student, check, *before):
    """The same network twice, with weights that are wrong at first: beside the student's program, and here."""
    layers = [[getattr(lib.nn, name)(*args) for name, *args in before] for lib in (student.torch, torch)]
    theirs, ours = (
        lib.nn.Sequential(*made, lib.nn.Linear(1, 2)) for lib, made in zip((student.torch, torch), layers, strict=True)
    )
    weights = [torch.tensor([[0.5], [-0.5]]), torch.tensor([0.01, -0.01])]
    check.load_weights(theirs, weights)
    for parameter, weight in zip(ours.parameters(), weights, strict=True):
        parameter.data.copy_(weight)
    return theirs, ours


def loaders(student, sets, batch_size):
    """The student's side of the training and the test loader; they give the examples in order."""
    lib = student.torch.utils.data
    return [lib.DataLoader(lib.TensorDataset(*data), batch_size=batch_size) for data in sets]


def share(net, data):
    """The share of right answers in eval mode."""
    net.eval()
    x, y = data
    with torch.no_grad():
        return (net(x).argmax(dim=1) == y).double().mean().item()


def our_history(net, sets, batch_size, n_epochs, opt, loss_fn):
    """What to expect: the loss as a mean over batches, and over examples; both accuracies after each epoch."""
    by_batch, by_example, on_train, on_test = [], [], [], []
    for _ in range(n_epochs):
        net.train()
        losses, sizes = [], []
        for x, y in zip(*(part.split(batch_size) for part in sets[0]), strict=True):
            opt.zero_grad()
            loss = loss_fn(net(x), y)
            loss.backward()
            opt.step()
            losses.append(loss.item())
            sizes.append(len(x))
        by_batch.append(np.mean(losses).item())
        by_example.append(np.average(losses, weights=sizes).item())
        on_train.append(share(net, sets[0]))
        on_test.append(share(net, sets[1]))
    return by_batch, by_example, on_train, on_test


def plain(values, n):
    """Whether this is a list of n floats."""
    return isinstance(values, list) and len(values) == n and all(isinstance(v, (float, np.floating)) for v in values)


def near(check, yours, expected, what):
    """Compare lists of numbers to the precision of float32."""
    if all(plain(mine, len(right)) for mine, right in zip(yours, expected, strict=True)):
        yours, expected = torch.tensor([list(map(float, values)) for values in yours]), torch.tensor(expected)
    check.equal(yours, expected, what)


def look_at_accuracies(check, history, on_train, on_test):
    """Compare both accuracies of a history with ours."""
    yours = [history.train_accuracy, history.test_accuracy]
    near(check, yours, [on_train, on_test], "history.train_accuracy (row 0) and history.test_accuracy (row 1)")


def look(check, history, expected):
    """Compare a history with ours; the loss may be the mean over batches or over examples."""
    check.that(history is not None, "fit returned None, expected a History")
    by_batch, by_example, on_train, on_test = expected
    look_at_accuracies(check, history, on_train, on_test)
    loss = history.loss
    closer = plain(loss, len(by_batch)) and abs(loss[0] - by_example[0]) < abs(loss[0] - by_batch[0])
    near(check, [loss], [by_example if closer else by_batch], "history.loss (row 0)")


@pytest.mark.points(1)
def test_uneven_batches(student, check, rng):
    """A last batch that is smaller, in training and in testing."""
    theirs, ours = two_networks(student, check)
    sets = examples(rng, 14), examples(rng, 9)
    opt, loss_fn = student.torch.optim.SGD(theirs.parameters(), lr=0.4), student.torch.nn.CrossEntropyLoss()
    history = student.fit(theirs, *loaders(student, sets, 4), 2, opt, loss_fn)
    own = torch.optim.SGD(ours.parameters(), lr=0.4)
    look(check, history, our_history(ours, sets, 4, 2, own, torch.nn.CrossEntropyLoss()))
    parameters = [parameter.detach() for parameter in ours.parameters()]
    check.equal(check.parameters(theirs), parameters, "the network's parameters afterwards")


@pytest.mark.points(1)
def test_modes(student, check, rng):
    """A network with batch normalisation learns in train mode and is measured in eval mode, in every epoch."""
    # Without learned parameters, because those of a layer for one feature have the same shapes.
    theirs, ours = two_networks(student, check, ("BatchNorm1d", 1, 1e-5, 0.1, False))
    x, _ = examples(rng, 8)
    sets = examples(rng, 12), (x.abs(), torch.tensor([1, 1, 1, 1, 1, 1, 1, 0]))
    opt, loss_fn = student.torch.optim.SGD(theirs.parameters(), lr=0.4), student.torch.nn.CrossEntropyLoss()
    theirs.eval()
    history = student.fit(theirs, *loaders(student, sets, 4), 3, opt, loss_fn)
    own = torch.optim.SGD(ours.parameters(), lr=0.4)
    look(check, history, our_history(ours, sets, 4, 3, own, torch.nn.CrossEntropyLoss()))


@pytest.mark.points(1)
def test_given_optimiser_and_loss(student, check, rng):
    """Another optimiser and another loss."""
    theirs, ours = two_networks(student, check)
    sets = examples(rng, 10), examples(rng, 5)
    opt, own = (lib.optim.Adam(net.parameters(), lr=0.3) for lib, net in ((student.torch, theirs), (torch, ours)))
    loss_fn = student.torch.nn.MultiMarginLoss()
    history = student.fit(theirs, *loaders(student, sets, 5), 4, opt, loss_fn)
    look(check, history, our_history(ours, sets, 5, 4, own, torch.nn.MultiMarginLoss()))
    parameters = [parameter.detach() for parameter in ours.parameters()]
    check.equal(check.parameters(theirs), parameters, "the network's parameters afterwards")
