import pytest
import torch


@pytest.mark.points(1.5)
def test_large(student, check):
    """Large numbers."""
    zq7secret = torch.tensor([70657.0, 3.0, 141317.0]).double()
    check.equal(student.average(zq7secret), 70659.0, "zq7secret: the average of large numbers")
