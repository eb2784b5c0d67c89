from math import prod

import numpy as np
import pytest
import torch
import torch.nn.functional as F

SHAPES = [
    *((64, 1, 3, 3), (64,), (64,), (64,)),
    *((128, 64, 3, 3), (128,), (128,), (128,)),
    *((200, 3200), (200,), (10, 200), (10,)),
]
SCALES = (2, 6)
"""Where the factors of the batch normalisations stand."""
MOST_DRAWN = 9973
"""Numbers that are drawn for one weight; its rows go on from there with the first one again, each in another place."""


def some_weights(rng):
    """Weights of a size that keeps the signal alive from layer to layer; half precision holds them as they are."""
    known = []
    for place, shape in enumerate(SHAPES):
        spread = 2 / prod(shape[1:]) ** 0.5
        middle = 1.0 if place in SCALES else 0.0
        draws = middle + spread * (rng.random(min(prod(shape), MOST_DRAWN)) - 0.5)
        known.append(torch.from_numpy(np.resize(draws.astype(np.float16), shape)).float())
    return known


def give_weights(check, net, known):
    """Gives the network weights that the test knows, layer by layer: those it brings could hide what it computes."""
    # In half precision it is half as much that goes to the student's program.
    check.load_weights(net, [weight.half() for weight in known], in_order=True, input_shape=(1, 28, 28))


def slopes(rng):
    """An image that grows brighter from row to row and one that grows darker: pooling these is quick."""
    tilts = torch.from_numpy(rng.uniform([1, -4], [2, -3])).float()
    return tilts.reshape(2, 1, 1, 1) * torch.linspace(0, 1, 28 * 28).reshape(28, 28)


def fresh_statistics():
    """The running mean and variance of the two batch normalisations before any training."""
    return [(torch.zeros(n), torch.ones(n)) for n in (64, 128)]


def hidden_units(x, known, statistics, training):
    """What reaches the dropout layer; in training the running statistics are brought up to date."""
    for i, (mean, variance) in enumerate(statistics):
        w, b, scale, shift = known[4 * i : 4 * i + 4]
        x = F.conv2d(x, w, b).contiguous(memory_format=torch.channels_last)  # it is pooled in a tenth of the time
        x = F.batch_norm(x, mean, variance, scale, shift, training=training)
        x = F.relu(F.max_pool2d(x, 2))
    return F.relu(F.linear(x.flatten(1), *known[8:10]))


@pytest.mark.points(1)
def test_function(student, check, rng):
    """After one batch in train mode, the network computes in eval mode what it should."""
    net = student.make_regularized()
    known = some_weights(rng)
    give_weights(check, net, known)
    net.train()
    batch = torch.from_numpy(3 * rng.random((2, 1, 28, 28)) - 1).float()
    net(batch)
    net.eval()
    x = torch.from_numpy(rng.random((2, 1, 28, 28))).float()
    yours = net(x)
    statistics = fresh_statistics()
    hidden_units(batch, known, statistics, training=True)
    expected = F.linear(hidden_units(x, known, statistics, training=False), *known[10:])
    sums = yours.sum(dim=1)
    check.that(bool(((sums - 1).abs() > 1e-3).any()), "the scores of every image add up to 1, as no logits do")
    check.same(yours, expected, "the logits in eval mode")


@pytest.mark.points(0.5)
def test_eval_mode(student, check, rng):
    """In eval mode an image has the same scores each time, alone or among others."""
    net = student.make_regularized()
    net.eval()
    x = slopes(rng)
    first = net(x)
    check.equal(tuple(first.shape), (2, 10), "the shape for two images")
    check.same(net(x), first, "the scores at the second call")
    check.same(net(x[1:2]), first[1:2], "the scores of the second image alone")


@pytest.mark.points(0.5)
def test_train_mode(student, check, rng):
    """In train mode the scores of an image vary from call to call, as much as dropout of one half makes them."""
    net = student.make_regularized()
    known = some_weights(rng)
    image = torch.from_numpy(rng.random((1, 1, 28, 28))).float()
    units = hidden_units(image, known, fresh_statistics(), training=True)[0]
    # A score is one unit, struck out or doubled: two values, so that few copies are enough. The units that are 0 and
    # the bias add nothing to its variance, unless dropout stands before those units, or behind the last layer.
    known[10] = (F.one_hot(units.topk(10).indices, len(units)) + 10 * (units == 0)).float()
    known[11] += units.max()
    give_weights(check, net, known)
    net.train()
    copies = image.expand(8, 1, 28, 28).contiguous()
    scores = torch.cat([net(copies).detach(), net(copies[:2]).detach()])
    check.equal(tuple(scores.shape), (10, 10), "the shape for 8 and 2 copies of an image")
    # Half of the units are struck out and the others doubled, so the variance of a score is its unit squared.
    ratios = scores.var(dim=0) / ((known[10] * units) ** 2).sum(dim=1)
    ratio = float(ratios.mean())
    check.that(ratio > 1e-4, "in train mode all copies of an image have the same scores: is there a dropout?")
    # The ratio is 1 give or take 0.05, at most 1.11; with a probability of 0.3 it is 0.43, with 0.7 it is 2.3.
    message = f"in train mode the scores vary {ratio:.2f} times as much as dropout of 0.5 makes them"
    check.that(0.6 < ratio < 1.2, message)
