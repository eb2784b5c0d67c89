import pytest


@pytest.mark.points(1)
def test_many_sizes(student, check, rng):
    """Rows, kernels, strides and paddings of many sizes."""
    for _ in range(12):
        k, stride, padding = (int(size) for size in rng.integers(1, 6, 3))
        n = k + int(rng.integers(0, 20))
        check(student.output_size, n, k, stride, padding)
    check(student.output_size, 23, 4, stride=5)
    check(student.output_size, 3, 5, padding=1)


@pytest.mark.points(1)
def test_impossible_sizes(student, check):
    """Values that make no sense raise a ValueError that names them."""
    check.equal(student.output_size(5, 3, stride=1, padding=0), 3, "output_size(5, 3)")
    check.raises(student.output_size, 5, 3, stride=0, argument=("stride",), number=(0,))
    check.raises(student.output_size, 5, 3, stride=-2, argument=("stride",), number=(-2,))
    check.raises(student.output_size, 5, 3, padding=-1, argument=("padding",), number=(-1,))
    sizes = {"argument": ("k", "kernel", "kernel_size", "n", "input"), "number": (8, 5, 7)}
    check.raises(student.output_size, 5, 8, padding=1, **sizes)
