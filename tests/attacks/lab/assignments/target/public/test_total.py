import pytest
import torch


@pytest.mark.points(1)
def test_worked_example(student, check, rng):
    """Three numbers that are always the same, then three others."""
    check.equal(student.total(torch.tensor([1.0, 2, 3])), torch.tensor(13.0), "total([1, 2, 3])")
    check(student.total, torch.from_numpy(rng.normal(size=3)).float())


@pytest.mark.points(0.5)
def test_input_stays(student, check, rng):
    """The numbers are as before after the call, in either dtype."""
    for dtype in (torch.float32, torch.float64):
        x = torch.from_numpy(rng.normal(size=2)).to(dtype)
        check(student.total, x)
        check.unchanged(student.total, x)
