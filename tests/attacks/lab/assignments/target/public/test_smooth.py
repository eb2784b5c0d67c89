import pytest
import torch


@pytest.mark.points(1)
def test_worked_example(student, check, rng):
    """Two neighbours of 1, 2, 3, then of three others."""
    check.equal(student.smooth(torch.tensor([1.0, 2, 3]), 2), torch.tensor([3.0, 5]), "smooth([1, 2, 3], 2)")
    check(student.smooth, torch.from_numpy(rng.normal(size=3)).float(), 2)


@pytest.mark.points(1)
def test_windows(student, check, rng):
    """Windows of several sizes."""
    x = torch.from_numpy(rng.integers(1, 9, 8)).double()
    for k in (3, 1, 8):
        check(student.smooth, x, k)


@pytest.mark.points(1)
def test_empty_window(student, check, rng):
    """A window of no numbers is an error."""
    x = torch.from_numpy(rng.normal(size=3))
    check(student.smooth, x, 1)
    check.raises(student.smooth, x, 0, argument=("k",), number=(0,))
