import numpy as np
import pytest
import torch


def near(check, yours, expected, what):
    """Compare two numbers to the precision of float32."""
    if isinstance(yours, (float, np.floating)):
        yours, expected = torch.tensor(float(yours)), torch.tensor(expected)
    check.equal(yours, expected, what)


@pytest.mark.points(0.5)
def test_as_many_examples_as_classes(student, check, rng):
    """As many examples as classes, and then more examples and fewer."""
    shift = int(rng.integers(1, 5))
    for n, right in ((10, 7), (23, 9), (4, 1)):
        favoured = (torch.arange(n) + shift) % 10
        scores = torch.from_numpy(rng.random((n, 10))).float() - 5
        scores[torch.arange(n), favoured] += 2  # still negative
        scores[0] += 1  # the largest of all is the first example's
        labels = torch.where(torch.arange(n) < right, favoured, (favoured + 1) % 10)
        yours = student.accuracy(scores, labels, student.torch.nn.Identity())
        near(check, yours, right / n, f"the accuracy of {n} examples in 10 classes")


@pytest.mark.points(0.5)
def test_eval_mode(student, check, rng):
    """A network that computes something else in train mode."""
    net = student.torch.nn.BatchNorm1d(2, affine=False)  # in eval mode a fresh one leaves numbers as they are
    # Class 0 always wins, but only by its mean, which batch normalisation takes away in train mode.
    scores = torch.from_numpy(rng.random((9, 2))).float() + torch.tensor([4.0, 0.0])
    for mode in (True, False):
        net.train(mode)
        near(
            check,
            student.accuracy(scores, torch.zeros(9).long(), net),
            1.0,
            "the accuracy of a network with batch normalisation",
        )


@pytest.mark.points(0.5)
def test_gradients(student, check, rng):
    """No gradients are recorded."""
    net = student.torch.nn.Linear(4, 3)
    weight, bias = (torch.from_numpy(rng.random(shape)).float() for shape in ((3, 4), (3,)))
    weight[:, :3] += 10 * torch.eye(3)
    check.load_weights(net, [weight, bias])
    favoured = torch.from_numpy(rng.integers(0, 3, 6))
    x = torch.eye(4)[favoured] + torch.from_numpy(rng.random((6, 4))).float() / 10
    y = torch.where(torch.arange(6) < 4, favoured, (favoured + 1) % 3)
    check.watch(net)
    near(check, student.accuracy(x, y, net), 4 / 6, "the accuracy")
    check.that(not any(call.gradient for call in check.calls(net)), "torch records gradients while you measure")


@pytest.mark.points(0.5)
def test_mode_afterwards(student, check):
    """Afterwards a network is in the mode that it came in, whichever that was."""
    net = student.torch.nn.Sequential(student.torch.nn.Dropout(0.5), student.torch.nn.Identity())
    for mode in (False, True, False):
        net.train(mode)
        student.accuracy(torch.eye(3), torch.tensor([0, 1, 0]), net)
        check.equal(net.training, mode, f"model.training afterwards, {mode} before")
