import pytest
import torch


def matrices(check, found):
    """C, D and E as float64 tensors, whatever tensors or lists of rows they were given as."""
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 3, "in_pairs should return C, D and E, three matrices"
    )
    try:
        return [torch.as_tensor(matrix).detach().double() for matrix in found]
    except (TypeError, ValueError, RuntimeError):
        return check.that(False, "C, D and E should be tensors, or lists of rows of numbers")


@pytest.mark.points(0.5)
def test_shapes(student, check):
    """The shapes of the three matrices follow from the sizes, strides and paddings."""
    c, d, e = matrices(check, student.in_pairs())
    check.equal(tuple(c.shape), ((7 - 2) // 2 + 1, (7 - 2) // 2 + 1), "the shape of C")
    check.equal(tuple(d.shape), (3 + 2 * 2 - 3 + 1, 3 + 2 * 2 - 3 + 1), "the shape of D")
    check.equal(tuple(e.shape), ((5 - 3) // 3 + 1, (5 - 3) // 3 + 1), "the shape of E")


@pytest.mark.points(0.5)
def test_sum_of_d(student, check):
    """D adds up to the sum of C times the sum of B: in D every entry of C meets every entry of B once."""
    c, d, _ = matrices(check, student.in_pairs())
    check.that(c.abs().sum() > 0, "C holds nothing but zeros")
    check.equal(float(d.sum()), float(c.sum() * 6), "the sum of D")
