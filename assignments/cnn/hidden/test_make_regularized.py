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


def given_weights(check, net, rng):
    """Gives the network weights that the test knows, layer by layer: those it brings could hide what it computes."""
    net.eval()
    net(torch.zeros(1, 1, 28, 28))  # lazy layers have no parameters before
    found = check.parameters(net)
    check.equal([tuple(p.shape) for p in found], SHAPES, "the shapes of the parameters, layer by layer")
    known = []
    for place, shape in enumerate(SHAPES):
        spread = 2 / prod(shape[1:]) ** 0.5
        middle = 1.0 if place in SCALES else 0.0
        known.append(middle + spread * (torch.from_numpy(rng.random(shape, np.float32)) - 0.5))
    check.load_weights(net, known, in_order=True)
    return known


def fresh_statistics():
    """The running mean and variance of the two batch normalisations before any training."""
    return [(torch.zeros(n), torch.ones(n)) for n in (64, 128)]


def hidden_units(x, known, statistics, training):
    """What reaches the dropout layer; in training the running statistics are brought up to date."""
    for i, (mean, variance) in enumerate(statistics):
        w, b, scale, shift = known[4 * i : 4 * i + 4]
        x = F.batch_norm(F.conv2d(x, w, b), mean, variance, scale, shift, training=training)
        x = F.relu(F.max_pool2d(x, 2))
    return F.relu(F.linear(x.flatten(1), *known[8:10]))


@pytest.mark.points(1)
def test_function(student, check, rng):
    """After one batch in train mode, the network computes in eval mode what it should."""
    net = student.make_regularized()
    known = given_weights(check, net, rng)
    net.train()
    batch = torch.from_numpy(3 * rng.random((4, 1, 28, 28)) - 1).float()
    net(batch)
    net.eval()
    x = torch.from_numpy(rng.random((4, 1, 28, 28))).float()
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
    x = torch.from_numpy(rng.random((3, 1, 28, 28))).float()
    first = net(x)
    check.equal(tuple(first.shape), (3, 10), "the shape for three images")
    check.same(net(x), first, "the scores at the second call")
    check.same(net(x[1:2]), first[1:2], "the scores of the second image alone")


@pytest.mark.points(0.5)
def test_train_mode(student, check, rng):
    """In train mode the scores of an image vary from call to call, as much as dropout of one half makes them."""
    net = student.make_regularized()
    known = given_weights(check, net, rng)
    net.train()
    image = torch.from_numpy(rng.random((1, 1, 28, 28))).float()
    copies = image.expand(16, 1, 28, 28).contiguous()
    scores = torch.cat([net(copies).detach(), net(copies).detach()])
    check.equal(tuple(scores.shape), (32, 10), "the shape for 2 · 16 copies of an image")
    # Half of the units are struck out and the others doubled, so unit h adds (weight · h)² to a score's variance.
    units = hidden_units(copies[:2], known, fresh_statistics(), training=True)[0]
    ratios = scores.var(dim=0) / ((known[10] * units) ** 2).sum(dim=1)
    ratio = float(ratios.mean())
    check.that(ratio > 1e-4, "in train mode all copies of an image have the same scores: is there a dropout?")
    # The ratio is 1 give or take 0.08; with a probability of 0.3 it is 0.43, with 0.7 it is 2.3.
    message = f"in train mode the scores vary {ratio:.2f} times as much as dropout of 0.5 makes them"
    check.that(0.6 < ratio < 1.6, message)
