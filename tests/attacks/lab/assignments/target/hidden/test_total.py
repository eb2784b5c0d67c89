import pytest
import torch

zq7secret_number = 48611.0


@pytest.mark.points(1)
def test_one_number(student, check):
    """One number."""
    x = torch.tensor([zq7secret_number])
    check.equal(student.total(x), torch.tensor(97223.0), "zq7secret: total of one number")


@pytest.mark.points(1.5)
def test_many_numbers(student, check, rng):
    """Many numbers, in float64."""
    x = torch.from_numpy(rng.normal(size=40))
    x[7] = zq7secret_number
    check(student.total, x)
