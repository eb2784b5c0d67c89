import pytest
import torch


@pytest.mark.points(1)
def test_everything_differs(student, check, rng):
    """Every axis and every count differs, nothing divides evenly, and the frame counts or does not."""
    x = torch.from_numpy(rng.normal(size=(2, 3, 11, 16)))
    x[:, 1].clamp_(min=0.0)  # a zero of the image, such as a ReLU leaves, is a pixel like any other
    for include in (True, False):
        check(student.avg_pool2d, x, (2, 4), stride=(3, 2), padding=(1, 2), count_include_pad=include)
        check(student.avg_pool2d, x, (5, 3), stride=(2, 4), padding=(2, 0), count_include_pad=include)


@pytest.mark.points(0.5)
def test_inputs(student, check, rng):
    """The window's own size as stride on each axis, both dtypes, axes in another order, an input that stays."""
    x = torch.from_numpy(rng.normal(size=(7, 2, 6, 3))).permute(3, 1, 2, 0)
    check.unchanged(student.avg_pool2d, x, 3, padding=1, count_include_pad=False)
    check(student.avg_pool2d, x, (3, 2))
    check(student.avg_pool2d, x, (6, 7))
    check(student.avg_pool2d, x.float(), 3, padding=1, count_include_pad=False)


@pytest.mark.points(0.5)
def test_impossible_values(student, check):
    """Values that make no sense raise a ValueError that names them."""
    x = torch.ones(1, 2, 6, 8).double()
    check(student.avg_pool2d, x, 2)
    check.raises(student.avg_pool2d, x, 2, stride=0, argument=("stride",), number=(0,))
    check.raises(student.avg_pool2d, x, 2, stride=(1, -1), argument=("stride",), number=(-1,))
    check.raises(student.avg_pool2d, x, 2, padding=(0, -1), argument=("padding",), number=(-1,))
    names = ("k", "kernel", "window", "x", "n", "input", "padding", "kh", "kw")
    check.raises(student.avg_pool2d, x, (9, 2), padding=1, argument=names, number=(9, 8))
    check.raises(student.avg_pool2d, x, (2, 11), padding=1, argument=names, number=(11, 10))
