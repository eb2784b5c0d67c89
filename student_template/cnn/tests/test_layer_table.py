import pytest


@pytest.mark.points(1)
def test_convolutional_network(student, check):
    """The convolutional network, layer by layer."""
    # (CS396, lecture 6, slide "Creating the CNN in PyTorch")
    layers = [
        ("conv2d", 64, 3, 1, 0),
        ("max_pool2d", 2),
        ("relu",),
        ("conv2d", 128, 3, 1, 0),
        ("max_pool2d", 2),
        ("relu",),
        ("flatten",),
        ("linear", 200),
        ("relu",),
        ("linear", 10),
    ]
    expected = [
        ((64, 26, 26), 640),
        ((64, 13, 13), 0),
        ((64, 13, 13), 0),
        ((128, 11, 11), 73_856),
        ((128, 5, 5), 0),
        ((128, 5, 5), 0),
        ((3200,), 0),
        ((200,), 640_200),
        ((200,), 0),
        ((10,), 2_010),
    ]
    table = student.layer_table(layers, (1, 28, 28))
    check.equal(table, expected, "the table of the convolutional network")


@pytest.mark.points(0.5)
def test_perceptron(student, check):
    """The perceptron, on images that are flat already."""
    # (CS396, lecture 6, slide "Creating the network and visualizing it")
    layers = [("linear", 1000), ("relu",), ("linear", 10)]
    expected = [((1000,), 785_000), ((1000,), 0), ((10,), 10_010)]
    check.equal(student.layer_table(layers, (784,)), expected, "the table of the perceptron")


@pytest.mark.points(0.5)
def test_stride_and_padding(student, check):
    """A convolution with stride and padding, and windows that do not fit."""
    layers = [("conv2d", 8, 5, 2, 1), ("max_pool2d", 3)]
    expected = [((8, 15, 15), 608), ((8, 5, 5), 0)]
    check.equal(student.layer_table(layers, (3, 32, 32)), expected, "a convolution and a pooling, input (3, 32, 32)")
