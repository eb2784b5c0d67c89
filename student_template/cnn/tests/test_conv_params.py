import pytest


@pytest.mark.points(0.5)
def test_layers_of_the_network(student, check):
    """The two convolutions of the network, and the docstring's example."""
    check.equal(student.conv_params(3, 16, 5), 1216, "conv_params(3, 16, 5)")
    # (CS396, lecture 6, slide "Creating the CNN in PyTorch")
    check.equal(student.conv_params(1, 64, 3), 640, "conv_params(1, 64, 3)")
    check.equal(student.conv_params(64, 128, 3), 73_856, "conv_params(64, 128, 3)")
    check.equal(student.conv_params(3, 16, 5, bias=False), 1200, "conv_params(3, 16, 5, bias=False)")
