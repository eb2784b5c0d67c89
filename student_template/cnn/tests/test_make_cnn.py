import pytest
import torch


@pytest.mark.points(0.5)
def test_scores(student, check):
    """Ten scores for each image of a batch."""
    scores = student.make_cnn()(torch.zeros(3, 1, 28, 28))
    check.equal(tuple(scores.shape), (3, 10), "the shape of the output for 3 images")


@pytest.mark.points(1)
def test_layers(student, check):
    """The layers that learn have the output shapes and parameter counts of the table."""
    # (CS396, lecture 6, slide "Creating the CNN in PyTorch")
    layers = [layer for layer in check.layers(student.make_cnn(), (1, 28, 28)) if layer.parameters]
    shapes, counts = [layer.shape for layer in layers], [layer.parameters for layer in layers]
    check.equal(counts, [640, 73_856, 640_200, 2_010], "the parameters of each layer that learns")
    check.equal(shapes, [(64, 26, 26), (128, 11, 11), (200,), (10,)], "their output shapes")


@pytest.mark.points(1)
def test_parameters(student, check):
    """716,706 parameters in all."""
    net = student.make_cnn()
    net(torch.zeros(1, 1, 28, 28))  # a lazy layer makes its parameters in the first call
    # (CS396, lecture 6, slide "Creating the CNN in PyTorch")
    check.equal(check.parameter_count(net), 716_706, "the number of parameters")
