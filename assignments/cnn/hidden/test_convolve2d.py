import numpy as np
import pytest
import torch


@pytest.mark.points(1)
def test_all_sides_differ(student, check, rng):
    """Height and width, of matrix and kernel, all differ."""
    a = torch.from_numpy(rng.integers(-9, 10, (7, 11))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (2, 5))).double()
    check(student.convolve2d, a, k)
    check(student.convolve2d, a, k.T)  # a transposed view: rows and columns lie the other way round in memory


@pytest.mark.points(0.5)
def test_smallest_and_largest_kernel(student, check, rng):
    """A kernel of one entry, one of a single row, and one as large as the matrix."""
    a = torch.from_numpy(rng.integers(-9, 10, (3, 5))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (3, 5))).double()
    check(student.convolve2d, a, k[:1, :1])
    check(student.convolve2d, a, k)
    row, kernel = a[:1], k[:1, :3]  # in one dimension NumPy has the same operation under the same name
    by_numpy = torch.from_numpy(np.convolve(row[0].numpy(), kernel[0].numpy(), mode="valid"))
    check.equal(student.convolve2d(row, kernel), by_numpy[None], "one row, as numpy.convolve computes it")


@pytest.mark.points(0.5)
def test_kernel_too_large(student, check):
    """A kernel larger than the matrix, in either direction, raises a ValueError."""
    a = torch.ones(3, 6).double()
    check.equal(student.convolve2d(a, torch.ones(2, 6).double()), torch.full((2, 1), 12.0).double())
    names = ("k", "kernel", "a", "n", "input", "p", "q")
    check.raises(student.convolve2d, a, torch.ones(4, 2).double(), argument=names, number=(4, 3))
    check.raises(student.convolve2d, a, torch.ones(2, 7).double(), argument=names, number=(7, 6))
