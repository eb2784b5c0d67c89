from math import prod

import numpy as np
import pytest
import torch

MOST_DRAWN = 9973
"""Numbers that are drawn for one weight; its rows go on from there with the first one again, each in another place."""


def some_weights(rng):
    """Weights and biases of a size that keeps the signal alive from layer to layer; half precision holds them."""
    weights = []
    for shape, n in [((1000, 784), 784), ((1000,), 784), ((10, 1000), 1000), ((10,), 1000)]:
        draws = rng.normal(size=min(prod(shape), MOST_DRAWN)) * (2 / n) ** 0.5
        weights.append(torch.from_numpy(np.resize(draws.astype(np.float16), shape)).float())
    return weights


def network_with(weights, student, check):
    """The student's network in eval mode, with these weights."""
    net = student.make_mlp()
    # In half precision it is half as much that goes to the student's program.
    check.load_weights(net, [weight.half() for weight in weights], input_shape=(784,))
    net.eval()
    return net


def same(scores, expected):
    """Whether the scores of some images agree, to the precision of float32."""
    return scores.shape == expected.shape and torch.allclose(scores, expected, rtol=1e-4, atol=1e-5)


def centred(scores):
    """What the scores say of the classes: adding one number to all ten changes nothing."""
    return scores - scores.mean(1, keepdim=True)


@pytest.mark.points(2)
def test_function(student, check, rng):
    """With given weights, the network computes what it should, and that is not linear."""
    w1, b1, w2, b2 = weights = some_weights(rng)
    net = network_with(weights, student, check)
    x = torch.from_numpy(rng.normal(size=(4, 784))).float()
    scores = net(x)
    check.equal(tuple(scores.shape), (4, 10), "the shape of the scores")
    check.same(net(x), scores, "the scores of the same images when they come again, in eval mode")
    up, middle, down = net(torch.stack([x[0], torch.zeros(784), -x[0]]))
    bend, spread = (up + down - 2 * middle).abs().max(), (up - down).abs().max()
    message = "f(x) + f(-x) = 2 f(0), as for a linear function: what bends yours?"
    check.that(bend > 1e-3 * spread, message)
    expected = (x @ w1.T + b1).relu() @ w2.T + b2
    check.equal(centred(scores), centred(expected), "the scores, less their mean")


@pytest.mark.points(0.5)
def test_logits(student, check, rng):
    """The scores are logits: neither probabilities nor their logarithms."""
    x = torch.from_numpy(rng.random((8, 784))).float()
    scores = student.make_mlp()(x).double()
    check.equal(tuple(scores.shape), (8, 10), "the shape of the scores")
    message = "the scores of each image are {} that add up to 1: the loss applies softmax itself"
    check.that((scores.sum(1) - 1).abs().max() > 1e-3, message.format("numbers"))
    check.that((scores.exp().sum(1) - 1).abs().max() > 1e-3, message.format("logarithms of numbers"))


@pytest.mark.points(0.5)
def test_batch_sizes(student, check, rng):
    """An image gets the same scores in a batch of any size."""
    net = student.make_mlp()
    net.eval()
    x = torch.from_numpy(rng.random((33, 784))).float()
    together = net(x)
    check.equal(tuple(together.shape), (33, 10), "the shape for 33 images")
    check.equal(tuple(net(x[1:2]).shape), (1, 10), "the shape for one image")
    message = "an image among 33 gets other scores than {}"
    check.that(same(net(x[1:2]), together[1:2]), message.format("alone"))
    check.that(same(net(x[5:12]), together[5:12]), message.format("among seven of them"))


@pytest.mark.points(0.5)
def test_same_scores(student, check, rng):
    """The same image gets the same scores each time, in train mode too."""
    net = student.make_mlp()
    x = torch.from_numpy(rng.random((4, 784))).float()
    net.eval()
    first = net(x)
    check.equal(tuple(first.shape), (4, 10), "the shape for four images")
    check.that(same(net(x), first), "in eval mode the same images get other scores when they come again")
    net.train()
    check.that(same(net(x), first), "in train mode the same images get other scores than in eval mode")
