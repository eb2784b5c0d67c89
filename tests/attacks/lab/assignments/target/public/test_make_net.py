import pytest
import torch


@pytest.mark.points(1.5)
def test_layers(student, check, rng):
    """The layers, their shapes and their parameters, and what comes of small weights."""
    net = student.make_net()
    layers = [layer for layer in check.layers(net, (28, 28)) if layer.parameters]
    check.equal([layer.parameters for layer in layers], [25120, 330], "the parameters of each layer that learns")
    check.equal([layer.shape for layer in layers], [(32,), (10,)], "the shapes")
    check.equal(check.parameter_count(net), 25450, "the number of parameters")
    # What a program says of its layers could be made up; what it computes could not.
    w1, w2 = (torch.from_numpy(rng.uniform(0, 0.01, shape)).float() for shape in ((32, 784), (10, 32)))
    check.load_weights(net, [w1, torch.zeros(32), w2, torch.zeros(10)])
    x = torch.from_numpy(rng.random((3, 28, 28))).float()
    check.equal(net(x), (x.flatten(1) @ w1.T).relu() @ w2.T, "the scores of three images")
