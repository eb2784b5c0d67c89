import pytest
import torch


@pytest.mark.points(1.5)
def test_average(student, check, rng):
    """The average of three numbers, of one, and of four others."""
    for numbers, right in (([1.0, 2, 6], 3.0), ([5.0], 5.0)):
        check.equal(student.average(torch.tensor(numbers)), right, f"average({numbers})")
    check(student.average, torch.from_numpy(rng.uniform(1, 9, 4)))
