import numpy as np
import pytest
import torch


def linear_layer(student, check, rng):
    """A linear layer beside the student's program, and its weights and biases."""
    net = student.torch.nn.Linear(4, 3)
    weights = [torch.from_numpy(rng.normal(size=shape)).float() for shape in ((3, 4), (3,))]
    check.load_weights(net, weights)
    return net, weights


def batch(rng, n):
    """A batch of n inputs and labels."""
    return torch.from_numpy(rng.normal(size=(n, 4))).float(), torch.from_numpy(rng.integers(0, 3, n))


def cross_entropy(x, y, weights):
    """The loss of a linear layer and its derivatives, by formula: the logits' is (p - 1 at the right class) / n."""
    weight, bias = weights
    p, right = (x @ weight.T + bias).softmax(dim=1), torch.eye(3)[y]
    of_logits = (p - right) / len(x)
    return -(p * right).sum(dim=1).log().mean(), [of_logits.T @ x, of_logits.sum(dim=0)]


def near(check, yours, expected, what):
    """Compare two numbers to the precision of float32."""
    if isinstance(yours, (float, np.floating)):
        yours, expected = torch.tensor(float(yours)), torch.tensor(expected)
    check.equal(yours, expected, what)


@pytest.mark.points(1.5)
def test_loss(student, check, rng):
    """The value is the batch's loss before the step, a Python float."""
    net, weights = linear_layer(student, check, rng)
    x, y = batch(rng, 6)
    optimiser, loss = student.torch.optim.SGD(net.parameters(), lr=0.5), student.torch.nn.CrossEntropyLoss()
    expected, _ = cross_entropy(x, y, weights)
    near(check, student.train_batch(x, y, net, optimiser, loss), expected.item(), "the loss of the batch")


@pytest.mark.points(1.5)
def test_step(student, check, rng):
    """The parameters take one step of gradient descent."""
    net, weights = linear_layer(student, check, rng)
    x, y = batch(rng, 6)
    optimiser, loss = student.torch.optim.SGD(net.parameters(), lr=0.5), student.torch.nn.CrossEntropyLoss()
    student.train_batch(x, y, net, optimiser, loss)
    _, gradients = cross_entropy(x, y, weights)
    expected = [values - 0.5 * gradient for values, gradient in zip(weights, gradients, strict=True)]
    check.equal(check.parameters(net), expected, "the parameters after one step with learning rate 0.5")


@pytest.mark.points(1)
def test_second_batch(student, check, rng):
    """The second batch's step follows the second batch's gradients."""
    net, weights = linear_layer(student, check, rng)
    optimiser, loss = student.torch.optim.SGD(net.parameters(), lr=0.5), student.torch.nn.CrossEntropyLoss()
    for x, y in (batch(rng, 6), batch(rng, 6)):
        student.train_batch(x, y, net, optimiser, loss)
        _, gradients = cross_entropy(x, y, weights)
        weights = [values - 0.5 * gradient for values, gradient in zip(weights, gradients, strict=True)]
    check.equal(check.parameters(net), weights, "the parameters after two batches with learning rate 0.5")
