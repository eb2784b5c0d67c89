import pytest
import torch


@pytest.mark.points(2)
def test_all_sides_differ(student, check, rng):
    """Height and width, of matrix and kernel, all differ, with several strides."""
    y = torch.from_numpy(rng.integers(-9, 10, (3, 5))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (4, 2))).double()
    check(student.conv_transpose2d, y, k)
    check(student.conv_transpose2d, y, k, stride=2)
    check(student.conv_transpose2d, y, k.T, stride=3)


@pytest.mark.points(1)
def test_stride_larger_than_kernel(student, check, rng):
    """With a stride larger than the kernel there are zeros between the kernels, and none behind the last one."""
    y = torch.from_numpy(rng.integers(1, 10, (2, 4))).double()
    k = torch.from_numpy(rng.permutation(9)[:6].reshape(2, 3) + 1).double()  # six different weights
    check(student.conv_transpose2d, y, k, stride=4)
    check(student.conv_transpose2d, y, k.T.contiguous(), stride=5)


@pytest.mark.points(1)
def test_smallest_shapes(student, check, rng):
    """A matrix of one entry, a kernel of one entry, and a kernel larger than the matrix."""
    y = torch.from_numpy(rng.integers(-9, 10, (2, 3))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (5, 4))).double()
    check(student.conv_transpose2d, y[:1, :1], k, stride=2)
    check(student.conv_transpose2d, y, k[:1, :1])
    check(student.conv_transpose2d, y, k)


@pytest.mark.points(0.5)
def test_memory_order(student, check, rng):
    """Transposed views of matrix and kernel, which are as before after the call."""
    y = torch.from_numpy(rng.integers(-9, 10, (4, 2))).double().T
    k = torch.from_numpy(rng.integers(-9, 10, (2, 3))).double().T
    check.unchanged(student.conv_transpose2d, y, k, stride=2)
    check(student.conv_transpose2d, y, k, stride=2)


@pytest.mark.points(0.5)
def test_impossible_strides(student, check):
    """A stride below 1 raises a ValueError."""
    y, k = torch.ones(2, 3).double(), torch.ones(2, 2).double()
    check(student.conv_transpose2d, y, k, stride=1)
    check.raises(student.conv_transpose2d, y, k, stride=0, argument=("stride",), number=(0,))
    check.raises(student.conv_transpose2d, y, k, stride=-2, argument=("stride",), number=(-2,))
