import pytest


@pytest.mark.points(1)
def test_not_square(student, check):
    """Images that are not square, with strides, paddings and windows of several sizes."""
    layers = [
        ("conv2d", 7, 5, 2, 2),
        ("relu",),
        ("conv2d", 4, 2, 1, 0),
        ("max_pool2d", 3),
        ("flatten",),
        ("linear", 12),
        ("relu",),
    ]
    check(student.layer_table, layers, (3, 31, 46))
    check(student.layer_table, layers, (2, 50, 27))


@pytest.mark.points(0.5)
def test_many_convolutions(student, check, rng):
    """Convolutions of many sizes, one after the other, the last without anything behind it."""
    layers = [("conv2d", *(int(size) for size in rng.integers(1, 5, 3)), int(rng.integers(0, 4))) for _ in range(4)]
    check(student.layer_table, [("conv2d", 4, 3, 3, 1), *layers], (5, 700, 900))


@pytest.mark.points(0.5)
def test_any_order(student, check):
    """Pooling first, poolings in a row, several linear layers, and a network without layers."""
    layers = [("max_pool2d", 2), ("max_pool2d", 4), ("conv2d", 3, 1, 3, 0), ("flatten",), ("relu",), ("flatten",)]
    check(student.layer_table, layers, (4, 45, 45))
    check(student.layer_table, [("linear", 6), ("linear", 5), ("linear", 4)], (9,))
    check(student.layer_table, [], (1, 28, 28))
