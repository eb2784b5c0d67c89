import pytest
import torch
import torch.nn.functional as F


def pooled_sum(x, dout, k, stride):
    """The sum of the pooled images, each entry weighted by dout."""
    return float((F.max_pool2d(x, k, stride) * dout).sum())


@pytest.mark.points(1)
def test_by_hand(student, check):
    """Each entry of dout goes to where its window has its maximum."""
    x = torch.tensor([[[[1.0, 3, 2, 1], [4, 2, 0, 5], [7, 0, 8, 9], [1, 6, 8, 8]]]])
    dout = torch.tensor([[[[10.0, 20], [30, 40]]]])
    expected = torch.tensor([[[[0.0, 0, 0, 0], [10, 0, 0, 20], [30, 0, 0, 40], [0, 0, 0, 0]]]])
    check.equal(student.max_pool2d_backward(dout, x, 2), expected, "a 4×4 image, k=2")


@pytest.mark.points(1)
def test_ties(student, check):
    """Of several maxima in one window, the first in reading order gets everything."""
    x = torch.tensor([[[[0.0, 5, 2, 2], [5, 5, 2, 2]]]]).double()
    dout = torch.tensor([[[[10.0, 3]]]]).double()
    expected = torch.tensor([[[[0.0, 10, 3, 0], [0, 0, 0, 0]]]]).double()
    check.equal(student.max_pool2d_backward(dout, x, 2), expected, "two windows with ties, k=2")


@pytest.mark.points(1)
def test_overlap(student, check):
    """A pixel that is the maximum of several windows gets the sum."""
    x = torch.tensor([[[[1.0, 2, 3], [4, 9, 5], [6, 7, 8]]]]).double()
    dout = torch.tensor([[[[1.0, 10], [100, 1000]]]]).double()
    expected = torch.tensor([[[[0.0, 0, 0], [0, 1111, 0], [0, 0, 0]]]]).double()
    check.equal(student.max_pool2d_backward(dout, x, 2, stride=1), expected, "a 3×3 image, k=2, stride=1")


@pytest.mark.points(1)
def test_central_differences(student, check, rng):
    """The derivative agrees with central differences, (f(x + h) - f(x - h)) / 2h, pixel by pixel."""
    k, stride, h = (2, 3), (1, 2), 1e-5
    x = torch.from_numpy(rng.permutation(2 * 2 * 4 * 5).reshape(2, 2, 4, 5)).double() - 40  # no ties
    dout = torch.from_numpy(rng.integers(-9, 10, (2, 2, 3, 2))).double()
    expected = torch.zeros_like(x)
    for place in range(x.numel()):
        step = torch.zeros_like(x)
        step.view(-1)[place] = h
        rise = pooled_sum(x + step, dout, k, stride) - pooled_sum(x - step, dout, k, stride)
        expected.view(-1)[place] = round(rise / (2 * h), 3)  # dout holds integers, so rounding is exact
    yours = student.max_pool2d_backward(dout, x, k, stride=stride)
    check.equal(yours, expected, "central differences for k=(2, 3), stride=(1, 2)")
