import pytest
import torch

# (CS396, lecture 6, slide "Exercise (In pairs)"; the slide gives the matrices, the results are worked out)


def matrices(check, found):
    """C, D and E as float64 tensors, whatever tensors or lists of rows they were given as."""
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 3, "in_pairs should return C, D and E, three matrices"
    )
    try:
        return [torch.as_tensor(matrix).detach().double() for matrix in found]
    except (TypeError, ValueError, RuntimeError):
        return check.that(False, "C, D and E should be tensors, or lists of rows of numbers")


@pytest.mark.points(1)
def test_c(student, check):
    """C, the maxima."""
    c, _, _ = matrices(check, student.in_pairs())
    check.equal(c, torch.tensor([[21.0, 29, 36], [14, 16, 14], [25, 12, 28]]).double(), "C")


@pytest.mark.points(1)
def test_d(student, check):
    """D, the convolution of C in its frame."""
    rows = [
        [21.0, 50, 86, 65, 36],
        [35, 17, 43, -13, 50],
        [60, 75, 147, 93, 78],
        [39, -8, 73, -14, 42],
        [25, 37, 65, 40, 28],
    ]
    _, d, _ = matrices(check, student.in_pairs())
    check.equal(d, torch.tensor(rows).double(), "D")


@pytest.mark.points(1)
def test_e(student, check):
    """E, the convolution of D with stride 3."""
    _, _, e = matrices(check, student.in_pairs())
    check.equal(e, torch.tensor([[483.0]]).double(), "E")
