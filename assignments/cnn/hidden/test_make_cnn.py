import numpy as np
import pytest
import torch
import torch.nn.functional as F

SHAPES = [(64, 1, 3, 3), (64,), (128, 64, 3, 3), (128,), (200, 3200), (200,), (10, 200), (10,)]


def some_weights(rng):
    """Weights and biases of a size that keeps the signal alive from layer to layer."""
    fan_in = [9, 9, 576, 576, 3200, 3200, 200, 200]
    draws = [2 * torch.from_numpy(rng.random(shape, np.float32)) - 1 for shape in SHAPES]
    return [draw * (6 / n) ** 0.5 for draw, n in zip(draws, fan_in, strict=True)]


def logits(x, weights):
    """What the network computes, with torch's own functions."""
    w1, b1, w2, b2, w3, b3, w4, b4 = weights
    x = F.relu(F.max_pool2d(F.conv2d(x, w1, b1), 2))
    x = F.relu(F.max_pool2d(F.conv2d(x, w2, b2), 2))
    return F.linear(F.relu(F.linear(x.flatten(1), w3, b3)), w4, b4)


def ready(student, check, weights):
    """The student's network in eval mode, with given weights."""
    net = student.make_cnn()
    net(torch.zeros(1, 1, 28, 28))  # a lazy layer makes its parameters in the first call
    check.load_weights(net, weights)
    net.eval()
    return net


def centred(scores):
    """What the scores say of the classes: adding one number to all ten changes nothing."""
    return scores - scores.mean(1, keepdim=True)


@pytest.mark.points(1)
def test_function(student, check, rng):
    """With given weights, convolutions, pooling and linear layers compute what they should."""
    # Positive weights and images: whatever a ReLU sees is positive, so those have a test of their own.
    weights = some_weights(rng)
    weights[:-2] = [weight.abs() for weight in weights[:-2]]
    weights[-2][0] = -weights[-2][0].abs()  # so that one score is negative
    x = torch.from_numpy(rng.random((4, 1, 28, 28))).float()
    expected = logits(x, weights)
    net = ready(student, check, weights)
    scores = net(x)
    check.equal(tuple(scores.shape), (4, 10), "the shape of the scores")
    check.same(net(x), scores, "the scores of the same images when they come again, in eval mode")
    check.equal(centred(scores), centred(expected), "the scores, less their mean")


@pytest.mark.points(1)
def test_not_linear(student, check, rng):
    """The network is not linear: every ReLU does its part."""
    # Pooling keeps an image of one grey as it is, so what bends the function here is ReLU alone.
    weights = some_weights(rng)
    x = torch.tensor([1.0, 0.5, -1.0]).reshape(3, 1, 1, 1).expand(3, 1, 28, 28).contiguous()
    expected = logits(x, weights)
    net = ready(student, check, weights)
    scores = net(x)
    check.equal(tuple(scores.shape), (3, 10), "the shape of the scores")
    check.same(net(x), scores, "the scores of the same images when they come again, in eval mode")
    check.equal(centred(scores), centred(expected), "the scores of images of one grey, less their mean")


@pytest.mark.points(0.5)
def test_logits(student, check, rng):
    """The scores are logits: neither probabilities nor their logarithms."""
    x = torch.from_numpy(rng.random((8, 1, 28, 28))).float()
    scores = student.make_cnn()(x).double()
    check.equal(tuple(scores.shape), (8, 10), "the shape of the scores")
    message = "the scores of each image are {} that add up to 1: the loss applies softmax itself"
    check.that((scores.sum(1) - 1).abs().max() > 1e-3, message.format("numbers"))
    check.that((scores.exp().sum(1) - 1).abs().max() > 1e-3, message.format("logarithms of numbers"))


@pytest.mark.points(0.5)
def test_batch_of_one(student, check, rng):
    """A batch of one image gives one row, the same as in a larger batch."""
    net = student.make_cnn()
    net.eval()
    x = torch.from_numpy(rng.random((3, 1, 28, 28))).float()
    together = net(x)
    check.equal(tuple(together.shape), (3, 10), "the shape for three images")
    check.same(net(x[1:2]), together[1:2], "the second image alone")


@pytest.mark.points(0.5)
def test_both_modes(student, check, rng):
    """The network computes the same while it is trained and while it is tested."""
    net = student.make_cnn()
    net.eval()
    x = torch.from_numpy(rng.random((4, 1, 28, 28))).float()
    tested = net(x)
    check.equal(tuple(tested.shape), (4, 10), "the shape for four images")
    net.train()
    check.same(net(x), tested, "the scores in training mode, against those in eval mode")
