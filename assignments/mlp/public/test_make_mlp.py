import pytest
import torch


@pytest.mark.points(0.5)
def test_scores(student, check):
    """Ten scores for each image of a batch."""
    scores = student.make_mlp()(torch.zeros(3, 784))
    check.equal(tuple(scores.shape), (3, 10), "the shape of the output for 3 images")


@pytest.mark.points(1)
def test_layers(student, check):
    """The layers that learn have the output shapes and parameter counts of the table."""
    # (CS396, lecture 6, slide "Creating the network and visualizing it")
    layers = [layer for layer in check.layers(student.make_mlp(), (784,)) if layer.parameters]
    shapes, counts = [layer.shape for layer in layers], [layer.parameters for layer in layers]
    check.equal(counts, [785_000, 10_010], "the parameters of each layer that learns")
    check.equal(shapes, [(1000,), (10,)], "their output shapes")


@pytest.mark.points(1)
def test_parameters(student, check):
    """795,010 parameters in all."""
    net = student.make_mlp()
    net(torch.zeros(1, 784))  # a lazy layer makes its parameters in the first call
    # (CS396, lecture 6, slide "Creating the network and visualizing it")
    check.equal(check.parameter_count(net), 795_010, "the number of parameters")
