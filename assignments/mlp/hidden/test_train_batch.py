import numpy as np
import pytest
import torch

SHAPES = [(5, 4), (5,), (3, 5), (3,)]


def two_networks(student, check, rng, middle="ReLU", **settings):
    """The same small network twice: beside the student's program, and here."""
    theirs, ours = (
        lib.nn.Sequential(lib.nn.Linear(4, 5), getattr(lib.nn, middle)(**settings), lib.nn.Linear(5, 3))
        for lib in (student.torch, torch)
    )
    weights = [torch.from_numpy(rng.normal(size=shape)).float() for shape in SHAPES]
    check.load_weights(theirs, weights)
    for parameter, weight in zip(ours.parameters(), weights, strict=True):
        parameter.data.copy_(weight)
    return theirs, ours


def batch(rng, n):
    """A batch of n inputs and labels."""
    return torch.from_numpy(rng.normal(size=(n, 4))).float(), torch.from_numpy(rng.integers(0, 3, n))


def step(x, y, net, opt, loss_fn):
    """One step of torch's own; gives the loss before it."""
    opt.zero_grad()
    loss = loss_fn(net(x), y)
    loss.backward()
    opt.step()
    return loss.item()


def near(check, yours, expected, what):
    """Compare two numbers to the precision of float32."""
    if isinstance(yours, (float, np.floating)):
        yours, expected = torch.tensor(float(yours)), torch.tensor(expected)
    check.equal(yours, expected, what)


def same_parameters(check, theirs, ours, what):
    """Compare the parameters of the two networks."""
    check.equal(check.parameters(theirs), [parameter.detach() for parameter in ours.parameters()], what)


@pytest.mark.points(1)
def test_optimisers(student, check, rng):
    """Several steps with optimisers that remember the steps before."""
    for name, settings in (("SGD", {"lr": 0.1, "momentum": 0.9}), ("Adam", {"lr": 0.05})):
        theirs, ours = two_networks(student, check, rng)
        opt, own = (
            getattr(lib.optim, name)(net.parameters(), **settings)
            for lib, net in ((student.torch, theirs), (torch, ours))
        )
        loss_fn = student.torch.nn.CrossEntropyLoss()
        for n in (8, 5, 1, 8):
            x, y = batch(rng, n)
            yours = student.train_batch(x, y, theirs, opt, loss_fn)
            near(check, yours, step(x, y, ours, own, torch.nn.CrossEntropyLoss()), f"the loss of a batch with {name}")
        same_parameters(check, theirs, ours, f"the parameters after four steps with {name}")


@pytest.mark.points(1)
def test_part_of_the_network(student, check, rng):
    """An optimiser of only some of the parameters, and then one of all."""
    nets, optimisers = [], []
    for lib in (student.torch, torch):
        last = lib.nn.Linear(5, 3)
        nets.append(lib.nn.Sequential(lib.nn.Linear(4, 5), lib.nn.Tanh(), last))
        optimisers.append([lib.optim.SGD(part.parameters(), lr=0.5) for part in (last, nets[-1])])
    theirs, ours = nets
    weights = [torch.from_numpy(rng.normal(size=shape)).float() for shape in SHAPES]
    check.load_weights(theirs, weights)
    for parameter, weight in zip(ours.parameters(), weights, strict=True):
        parameter.data.copy_(weight)
    loss_fn = student.torch.nn.CrossEntropyLoss()
    for number, (opt, own) in enumerate(zip(*optimisers, strict=True), start=1):
        x, y = batch(rng, 7)
        student.train_batch(x, y, theirs, opt, loss_fn)
        step(x, y, ours, own, torch.nn.CrossEntropyLoss())
        same_parameters(check, theirs, ours, f"the parameters after step {number}")


@pytest.mark.points(1)
def test_mode(student, check, rng):
    """A network with batch normalisation, whatever mode it comes in."""
    # Without parameters of its own, which would have the shape of a layer's biases.
    theirs, ours = two_networks(student, check, rng, "BatchNorm1d", num_features=5, affine=False)
    opt, loss_fn = student.torch.optim.SGD(theirs.parameters(), lr=0.1), student.torch.nn.CrossEntropyLoss()
    own = torch.optim.SGD(ours.parameters(), lr=0.1)
    for training in (True, False):
        x, y = batch(rng, 9)
        theirs.train(training)
        yours = student.train_batch(3 * x + 2, y, theirs, opt, loss_fn)
        near(check, yours, step(3 * x + 2, y, ours, own, torch.nn.CrossEntropyLoss()), "the loss in train mode")


@pytest.mark.points(1)
def test_given_loss(student, check, rng):
    """Other losses than cross-entropy."""
    for name, settings in (("MultiMarginLoss", {}), ("CrossEntropyLoss", {"reduction": "sum"})):
        theirs, ours = two_networks(student, check, rng)
        x, y = batch(rng, 6)
        opt, own = student.torch.optim.SGD(theirs.parameters(), lr=0.1), torch.optim.SGD(ours.parameters(), lr=0.1)
        loss_fn, our_loss_fn = (getattr(lib.nn, name)(**settings) for lib in (student.torch, torch))
        yours = student.train_batch(x, y, theirs, opt, loss_fn)
        near(check, yours, step(x, y, ours, own, our_loss_fn), f"the loss by {name}")
        same_parameters(check, theirs, ours, f"the parameters after a step by {name}")
