import pytest
import torch


@pytest.mark.points(1)
def test_every_axis_differs(student, check, rng):
    """Samples, channels, height, width and the two paddings all differ."""
    a = torch.from_numpy(rng.integers(1, 10, (2, 3, 4, 7))).double()
    check(student.pad2d, a, (1, 3))
    check(student.pad2d, a, (3, 2), value=5.0)
    check(student.pad2d, a[0], 2)


@pytest.mark.points(0.5)
def test_no_padding_on_an_axis(student, check, rng):
    """No padding, on one axis or on both."""
    a = torch.from_numpy(rng.integers(1, 10, (3, 5))).double()
    check(student.pad2d, a, (0, 2))
    check(student.pad2d, a, (2, 0))
    check(student.pad2d, a, 0)


@pytest.mark.points(0.5)
def test_values_of_the_frame(student, check, rng):
    """Fractions and minus infinity, in the image's own dtype."""
    a = torch.from_numpy(rng.normal(size=(3, 4)))
    check(student.pad2d, a, 1, value=0.25)
    check(student.pad2d, a, 2, value=float("-inf"))
    check(student.pad2d, a.float(), 1, value=float("-inf"))


@pytest.mark.points(0.5)
def test_inputs_of_any_order(student, check, rng):
    """A transposed view, which is as before after the call."""
    a = torch.from_numpy(rng.integers(1, 10, (5, 4, 2, 3))).double().permute(3, 2, 1, 0)
    check.unchanged(student.pad2d, a, 1)
    check.unchanged(student.pad2d, a[0, 0], 1)
    check(student.pad2d, a, 1)


@pytest.mark.points(0.5)
def test_negative_padding(student, check):
    """A negative padding, on either axis, raises a ValueError."""
    a = torch.ones(4, 5).double()
    check(student.pad2d, a, 1)
    check.raises(student.pad2d, a, -1, argument=("padding",), number=(-1,))
    check.raises(student.pad2d, a, (1, -2), argument=("padding",), number=(-2,))
    check.raises(student.pad2d, a, (-3, 1), argument=("padding",), number=(-3,))
