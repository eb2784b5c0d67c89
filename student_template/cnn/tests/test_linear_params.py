import pytest


@pytest.mark.points(0.5)
def test_layers_of_the_networks(student, check):
    """The linear layers of the lecture's two networks, and the docstring's example."""
    # (CS396, lecture 6, slides "Creating the network and visualizing it" and "Creating the CNN in PyTorch")
    check.equal(student.linear_params(784, 1000), 785_000, "linear_params(784, 1000)")
    check.equal(student.linear_params(1000, 10), 10_010, "linear_params(1000, 10)")
    check.equal(student.linear_params(3200, 200), 640_200, "linear_params(3200, 200)")
    check.equal(student.linear_params(4, 3, bias=False), 12, "linear_params(4, 3, bias=False)")
