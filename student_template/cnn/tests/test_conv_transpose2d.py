import pytest
import torch
import torch.nn.functional as F


@pytest.mark.points(1.5)
def test_worked_example(student, check):
    """The worked example: [[1, 2], [3, 4]] with itself as the kernel."""
    y = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    expected = torch.tensor([[1.0, 4, 4], [6, 20, 16], [9, 24, 16]])
    check.equal(student.conv_transpose2d(y, y), expected, "conv_transpose2d([[1, 2], [3, 4]], [[1, 2], [3, 4]])")


@pytest.mark.points(1)
def test_stride(student, check):
    """With stride 2, 2×2 kernels lie side by side, and 3×3 kernels overlap in one row and column."""
    y = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    apart = torch.tensor([[1.0, 2, 2, 4], [3, 4, 6, 8], [3, 6, 4, 8], [9, 12, 12, 16]])
    check.equal(student.conv_transpose2d(y, y, stride=2), apart, "a 2×2 kernel, stride=2")
    crossed = torch.tensor([[1.0, 1, 3, 2, 2], [1, 1, 3, 2, 2], [4, 4, 10, 6, 6], [3, 3, 7, 4, 4], [3, 3, 7, 4, 4]])
    check.equal(student.conv_transpose2d(y, torch.ones(3, 3), stride=2), crossed, "a 3×3 kernel of ones, stride=2")


@pytest.mark.points(1.5)
def test_is_the_transpose(student, check, rng):
    """The sum of correlation times y is the sum of image times the transposed convolution of y."""
    a = torch.from_numpy(rng.integers(-9, 10, (7, 8))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (3, 2))).double()
    y = torch.from_numpy(rng.integers(-9, 10, (3, 4))).double()
    forward = F.conv2d(a[None, None], k[None, None], stride=2)[0, 0]
    back = student.conv_transpose2d(y, k, stride=2)
    check.equal(tuple(back.shape), (7, 8), "the shape for a 3×4 matrix, a 3×2 kernel and stride=2")
    check.equal(float((a * back).sum()), float((forward * y).sum()), "the sum of a * conv_transpose2d(y, k, stride=2)")


@pytest.mark.points(1)
def test_inputs_and_dtype(student, check, rng):
    """float32 gives float32 and float64 float64; both inputs are as before after the call."""
    y = torch.from_numpy(rng.normal(size=(3, 2)))
    k = torch.from_numpy(rng.normal(size=(2, 4)))
    check.unchanged(student.conv_transpose2d, y, k)
    check(student.conv_transpose2d, y, k)
    check(student.conv_transpose2d, y.float(), k.float(), stride=2)
