import pytest
import torch
import torch.nn.functional as F

SHAPES = [(64, 1, 3, 3), (64,), (128, 64, 3, 3), (128,), (200, 3200), (200,), (10, 200), (10,)]


def some_weights(rng):
    """Weights and biases of a size that keeps the signal alive from layer to layer."""
    fan_in = [9, 9, 576, 576, 3200, 3200, 200, 200]
    scaled = [rng.normal(size=shape) * (2 / n) ** 0.5 for shape, n in zip(SHAPES, fan_in, strict=True)]
    return [torch.from_numpy(weight).float() for weight in scaled]


def logits(x, weights):
    """What the network computes, with torch's own functions."""
    w1, b1, w2, b2, w3, b3, w4, b4 = weights
    x = F.relu(F.max_pool2d(F.conv2d(x, w1, b1), 2))
    x = F.relu(F.max_pool2d(F.conv2d(x, w2, b2), 2))
    return F.linear(F.relu(F.linear(x.flatten(1), w3, b3)), w4, b4)


@pytest.mark.points(1.5)
def test_function(student, check, rng):
    """With given weights, the network computes what it should."""
    net = student.make_cnn()
    net(torch.zeros(1, 1, 28, 28))  # a lazy layer makes its parameters in the first call
    weights = some_weights(rng)
    check.load_weights(net, weights)
    net.eval()
    x = torch.from_numpy(rng.normal(size=(4, 1, 28, 28))).float()
    check.equal(net(x), logits(x, weights), "the logits")


@pytest.mark.points(0.5)
def test_not_linear(student, check, rng):
    """The network is not linear: what x adds to the output, -x does not simply take away."""
    net = student.make_cnn()
    net(torch.zeros(1, 1, 28, 28))  # a lazy layer makes its parameters in the first call
    check.load_weights(net, some_weights(rng))
    net.eval()
    # Pooling is no help on images of one grey: without ReLU the three outputs would lie on one line.
    grey = torch.tensor([1.0, 0.0, -1.0]).reshape(3, 1, 1, 1).expand(3, 1, 28, 28).contiguous()
    up, middle, down = net(grey)
    bend, spread = (up + down - 2 * middle).abs().max(), (up - down).abs().max()
    message = "on images of one grey f(x) + f(-x) = 2 f(0), as for a linear function: is a ReLU missing?"
    check.that(bend > 1e-3 * spread, message)


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
    check.equal(net(x[1:2]), together[1:2], "the second image alone")


@pytest.mark.points(0.5)
def test_eval_mode(student, check, rng):
    """In eval mode the same image gives the same scores each time."""
    net = student.make_cnn()
    net.eval()
    x = torch.from_numpy(rng.random((2, 1, 28, 28))).float()
    first = net(x)
    check.equal(tuple(first.shape), (2, 10), "the shape for two images")
    check.equal(net(x), first, "the scores at the second call")
