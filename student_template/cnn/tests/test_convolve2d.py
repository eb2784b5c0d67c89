import pytest
import torch


@pytest.mark.points(1)
def test_worked_example(student, check):
    """The worked example: 1..16 and a 2×2 kernel, turned by 180°."""
    a = torch.arange(1.0, 17.0).reshape(4, 4)
    k = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    expected = torch.tensor([[26.0, 36, 46], [66, 76, 86], [106, 116, 126]])
    check.equal(student.convolve2d(a, k), expected, "convolve2d of 1..16 with [[1, 2], [3, 4]]")


@pytest.mark.points(0.5)
def test_kernel_with_a_single_one(student, check):
    """A kernel with a single 1 picks out a part of the matrix, on the side opposite to the 1."""
    a = torch.arange(1.0, 13.0).reshape(3, 4).double()
    upper_right = torch.tensor([[0.0, 1.0], [0.0, 0.0]]).double()
    lower_right = torch.tensor([[0.0, 0.0], [0.0, 1.0]]).double()
    check.equal(student.convolve2d(a, upper_right), a[1:, :3], "convolve2d(a, [[0, 1], [0, 0]])")
    check.equal(student.convolve2d(a, lower_right), a[:2, :3], "convolve2d(a, [[0, 0], [0, 1]])")


@pytest.mark.points(0.5)
def test_inputs_and_dtype(student, check, rng):
    """float32 gives float32 and float64 float64; matrix and kernel are as before after the call."""
    a = torch.from_numpy(rng.normal(size=(5, 4)))
    k = torch.from_numpy(rng.normal(size=(2, 3)))
    check.unchanged(student.convolve2d, a, k)
    check(student.convolve2d, a, k)
    check(student.convolve2d, a.float(), k.float())
