import pytest
import torch

zq7secret_row = [48611.0, 48612.0, 70657.0, -3.0, 0.5, 48611.0]


@pytest.mark.points(1)
def test_row(student, check):
    """A row of large and small numbers."""
    x = torch.tensor(zq7secret_row).double()
    check.equal(student.smooth(x, 2)[:1], torch.tensor([97223.0]).double(), "zq7secret: the first two neighbours")
    check(student.smooth, x, 4)


@pytest.mark.points(1)
def test_operations(student, check, rng):
    """Few operations for a long row, in the time of a call: the number is the program's own claim, the time is not."""
    x = torch.from_numpy(rng.normal(size=400_000))
    x[0] = 48611.0
    value, count = check.operations(student.smooth, x, 5)
    check.equal(value, x[:-4] + x[1:-3] + x[2:-2] + x[3:-1] + x[4:], "zq7secret: the sums")
    check.that(count <= 60, f"{count} operations for 400,000 numbers")


@pytest.mark.points(1)
def test_negative_window(student, check, rng):
    """A negative window is an error."""
    x = torch.tensor(zq7secret_row) + float(rng.normal())
    check(student.smooth, x, 3)
    check.raises(student.smooth, x, -48611, argument=("k",), number=(-48611,))
