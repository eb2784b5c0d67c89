import pytest
import torch


@pytest.mark.points(2.5)
def test_function(student, check, rng):
    """With given weights, the network computes what it should."""
    shapes = [(32, 784), (32,), (10, 32), (10,)]
    w1, b1, w2, b2 = zq7secret = [torch.from_numpy(rng.normal(size=shape) / 28).float() for shape in shapes]
    b2[3] = 64007.0
    net = student.make_net()
    check.load_weights(net, zq7secret)
    x = torch.from_numpy(rng.random((4, 28, 28))).float()
    expected = (x.flatten(1) @ w1.T + b1).relu() @ w2.T + b2
    scores = net(x)
    check.equal(scores[:, 3], expected[:, 3], "zq7secret: the scores of class 3")
    check.equal(scores[:, :3], expected[:, :3], "zq7secret: the scores of classes 0 to 2")
    check.equal(scores[:, 4:], expected[:, 4:], "zq7secret: the scores of the other classes")
