import pytest


@pytest.mark.points(1)
def test_large(student, check):
    """Large numbers."""
    for zq7secret in (860286, 860287):
        check.equal(student.parity(zq7secret), zq7secret % 2 == 0, f"zq7secret: parity({zq7secret})")
