import pytest


@pytest.mark.points(1)
def test_small(student, check):
    """Small numbers."""
    for n in (2, 3, 0, -1):
        check.equal(student.parity(n), n % 2 == 0, f"parity({n})")
