import pytest
import torch


@pytest.mark.points(1)
def test_frame_of_zeros(student, check):
    """A frame of zeros on all four sides."""
    a = torch.tensor([[1.0, 2], [3, 4]])
    expected = torch.tensor([[0.0, 0, 0, 0], [0, 1, 2, 0], [0, 3, 4, 0], [0, 0, 0, 0]])
    check.equal(student.pad2d(a, 1), expected, "pad2d([[1, 2], [3, 4]], 1)")


@pytest.mark.points(1)
def test_rows_and_columns(student, check):
    """A tuple says how many rows and how many columns are added at each side."""
    a = torch.tensor([[1.0, 2, 3]]).double()
    expected = torch.tensor([[0.0, 0, 0, 0, 0, 0, 0], [0, 0, 1, 2, 3, 0, 0], [0, 0, 0, 0, 0, 0, 0]]).double()
    check.equal(student.pad2d(a, (1, 2)), expected, "pad2d([[1, 2, 3]], (1, 2))")
    check.equal(student.pad2d(a, (0, 1)), expected[1:2, 1:-1], "pad2d([[1, 2, 3]], (0, 1))")
    check.equal(student.pad2d(a, 0), a, "pad2d([[1, 2, 3]], 0)")


@pytest.mark.points(1)
def test_value_and_batches(student, check, rng):
    """The frame holds the given value, and axes before the last two stay."""
    a = torch.from_numpy(rng.integers(-9, 10, (2, 3, 2, 4))).double()
    padded = check(student.pad2d, a, (2, 1), value=-1.5)
    check.equal(padded[1, 2, 2:4, 1:5], a[1, 2], "the last image inside its frame")
