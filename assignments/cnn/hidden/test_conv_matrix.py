import pytest
import torch
import torch.nn.functional as F


@pytest.mark.points(2.5)
def test_all_sides_differ(student, check, rng):
    """All sides differ; the matrix computes the correlation, and its transpose the transposed convolution."""
    k = torch.from_numpy(rng.integers(-9, 10, (2, 3))).double()
    check(student.conv_matrix, k, 4, 7)
    check(student.conv_matrix, k, 6, 5)
    k = torch.from_numpy(rng.integers(-9, 10, (3, 2))).double()
    check(student.conv_matrix, k, 5, 4)
    a = torch.from_numpy(rng.integers(-9, 10, (6, 4))).double()
    y = torch.from_numpy(rng.integers(-9, 10, (4, 3))).double()
    matrix = student.conv_matrix(k, 6, 4)
    check.equal(tuple(matrix.shape), (12, 24), "the shape for a 3×2 kernel on a 6×4 image")
    forward = F.conv2d(a[None, None], k[None, None]).flatten()
    check.equal(matrix @ a.flatten(), forward, "the matrix times an image")
    back = F.conv_transpose2d(y[None, None], k[None, None]).flatten()
    check.equal(matrix.T @ y.flatten(), back, "the transpose times an output")


@pytest.mark.points(0.5)
def test_inputs_and_dtype(student, check, rng):
    """Fractions in float64 and float32, a transposed view of a kernel, and a kernel that stays as it was."""
    k = torch.from_numpy(rng.normal(size=(3, 2))).T
    check.unchanged(student.conv_matrix, k, 3, 4)
    check(student.conv_matrix, k, 3, 4)
    check(student.conv_matrix, k.float(), 4, 5)


@pytest.mark.points(0.5)
def test_smallest_and_largest_kernel(student, check, rng):
    """A kernel of one entry gives a multiple of the identity, one as large as the image a single row."""
    k = torch.from_numpy(rng.integers(1, 10, (3, 4))).double()
    check.equal(student.conv_matrix(k[:1, :1], 3, 3), k[0, 0] * torch.eye(9).double(), "a 1×1 kernel")
    check.equal(student.conv_matrix(k, 3, 4), k.reshape(1, 12), "a kernel as large as the image")
    check.raises(student.conv_matrix, k, 2, 4, argument=("k", "kernel", "h", "n", "p", "input"), number=(3, 2))
    check.raises(student.conv_matrix, k, 3, 3, argument=("k", "kernel", "w", "n", "q", "input"), number=(4, 3))
