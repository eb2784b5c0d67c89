from math import prod

import numpy as np
import pytest
import torch
import torch.nn.functional as F

SHAPES = [(64, 1, 3, 3), (64,), (128, 64, 3, 3), (128,), (200, 3200), (200,), (10, 200), (10,)]
MOST_DRAWN = 9973
"""Numbers that are drawn for one weight; its rows go on from there with the first one again, each in another place."""


def some_weights(rng):
    """Weights and biases of a size that keeps the signal alive from layer to layer.

    In half precision: it is half as much that goes to the student's program.
    """
    fan_in = [9, 9, 576, 576, 3200, 3200, 200, 200]
    weights = []
    for shape, n in zip(SHAPES, fan_in, strict=True):
        draws = (2 * rng.random(min(prod(shape), MOST_DRAWN)) - 1) * (6 / n) ** 0.5
        weights.append(torch.from_numpy(np.resize(draws.astype(np.float16), shape)))
    return weights


def logits(x, weights):
    """What the network computes, with torch's own functions."""
    w1, b1, w2, b2, w3, b3, w4, b4 = (weight.float() for weight in weights)
    maps = F.conv2d(x, w1, b1).contiguous(memory_format=torch.channels_last)  # they are pooled in a tenth of the time
    x = F.relu(F.max_pool2d(maps, 2))
    x = F.relu(F.max_pool2d(F.conv2d(x, w2, b2), 2))
    return F.linear(F.relu(F.linear(x.flatten(1), w3, b3)), w4, b4)


def ready(student, check, weights):
    """The student's network in eval mode, with given weights."""
    net = student.make_cnn()
    check.load_weights(net, weights, input_shape=(1, 28, 28))
    net.eval()
    return net


def slopes(rng):
    """An image that grows brighter from row to row and one that grows darker: pooling these is quick."""
    tilts = torch.from_numpy(rng.uniform([1, -4], [2, -3])).float()
    return tilts.reshape(2, 1, 1, 1) * torch.linspace(0, 1, 28 * 28).reshape(28, 28)


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
    x = torch.from_numpy(rng.random((2, 1, 28, 28))).float()
    expected = logits(x, weights)
    net = ready(student, check, weights)
    scores = net(x)
    check.equal(tuple(scores.shape), (2, 10), "the shape of the scores")
    check.same(net(x), scores, "the scores of the same images when they come again, in eval mode")
    check.equal(centred(scores), centred(expected), "the scores, less their mean")


@pytest.mark.points(1)
def test_not_linear(student, check, rng):
    """The network is not linear: every ReLU does its part."""
    # Pooling keeps an image of one grey as it is, so what bends the function here is ReLU alone.
    weights = some_weights(rng)
    x = torch.tensor([1.0, -1.0]).reshape(2, 1, 1, 1).expand(2, 1, 28, 28).contiguous()
    expected = logits(x, weights)
    net = ready(student, check, weights)
    scores = net(x)
    check.equal(tuple(scores.shape), (2, 10), "the shape of the scores")
    check.same(net(x), scores, "the scores of the same images when they come again, in eval mode")
    check.equal(centred(scores), centred(expected), "the scores of images of one grey, less their mean")


@pytest.mark.points(0.5)
def test_logits(student, check, rng):
    """The scores are logits: neither probabilities nor their logarithms."""
    x = slopes(rng)
    scores = student.make_cnn()(x).double()
    check.equal(tuple(scores.shape), (2, 10), "the shape of the scores")
    message = "the scores of each image are {} that add up to 1: the loss applies softmax itself"
    check.that((scores.sum(1) - 1).abs().max() > 1e-3, message.format("numbers"))
    check.that((scores.exp().sum(1) - 1).abs().max() > 1e-3, message.format("logarithms of numbers"))


@pytest.mark.points(0.5)
def test_batch_of_one(student, check, rng):
    """A batch of one image gives one row, the same as in a larger batch."""
    net = student.make_cnn()
    net.eval()
    x = slopes(rng)
    together = net(x)
    check.equal(tuple(together.shape), (2, 10), "the shape for two images")
    check.same(net(x[1:2]), together[1:2], "the second image alone")


@pytest.mark.points(0.5)
def test_both_modes(student, check, rng):
    """The network computes the same while it is trained and while it is tested."""
    net = student.make_cnn()
    net.eval()
    x = slopes(rng)
    tested = net(x)
    check.equal(tuple(tested.shape), (2, 10), "the shape for two images")
    net.train()
    check.same(net(x), tested, "the scores in training mode, against those in eval mode")
