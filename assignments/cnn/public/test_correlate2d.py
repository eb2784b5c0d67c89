import pytest
import torch


@pytest.mark.points(1.5)
def test_worked_example(student, check):
    """The worked example: 1..16 and a 2×2 kernel."""
    # (CS396, lecture 6, slides "The Convolution Operation")
    a = torch.arange(1.0, 17.0).reshape(4, 4)
    k = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    expected = torch.tensor([[44.0, 54, 64], [84, 94, 104], [124, 134, 144]])
    check.equal(student.correlate2d(a, k), expected, "correlate2d of 1..16 with [[1, 2], [3, 4]]")


@pytest.mark.points(1)
def test_kernel_with_a_single_one(student, check):
    """A kernel with a single 1 picks out a part of the matrix."""
    a = torch.arange(1.0, 13.0).reshape(3, 4).double()
    upper_right = torch.tensor([[0.0, 1.0], [0.0, 0.0]]).double()
    lower_left = torch.tensor([[0.0, 0.0], [1.0, 0.0]]).double()
    check.equal(student.correlate2d(a, upper_right), a[:2, 1:], "correlate2d(a, [[0, 1], [0, 0]])")
    check.equal(student.correlate2d(a, lower_left), a[1:, :3], "correlate2d(a, [[0, 0], [1, 0]])")


@pytest.mark.points(1)
def test_not_square(student, check):
    """Matrix and kernel need not be square."""
    a = torch.tensor([[1.0, 0, 2, 0, 3], [0, 1, 0, 2, 0], [4, 0, 5, 0, 6]]).double()
    k = torch.tensor([[1.0, 10, 100]]).double()
    expected = torch.tensor([[201.0, 20, 302], [10, 201, 20], [504, 50, 605]]).double()
    check.equal(student.correlate2d(a, k), expected, "correlate2d of a 3×5 matrix with [[1, 10, 100]]")
    check.equal(student.correlate2d(a.T, k.T), expected.T, "correlate2d of its transpose with the transposed kernel")


@pytest.mark.points(0.5)
def test_inputs_and_dtype(student, check, rng):
    """float32 gives float32 and float64 float64; matrix and kernel are as before after the call."""
    a = torch.from_numpy(rng.normal(size=(5, 4)))
    k = torch.from_numpy(rng.normal(size=(2, 3)))
    check.unchanged(student.correlate2d, a, k)
    check(student.correlate2d, a, k)
    check(student.correlate2d, a.float(), k.float())
