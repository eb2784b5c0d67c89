import pytest
import torch


@pytest.mark.points(1.5)
def test_all_sides_differ(student, check, rng):
    """Height and width, of matrix and kernel, all differ."""
    a = torch.from_numpy(rng.integers(-9, 10, (7, 10))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (2, 5))).double()
    check(student.correlate2d, a, k)
    check(student.correlate2d, a[:, :3].contiguous(), k.T[:, :1].contiguous())  # taller than the matrix is wide


@pytest.mark.points(1)
def test_large_and_fractional_values(student, check, rng):
    """Values of every size, and fractions, in float64 and in float32."""
    a = torch.arange(1.0, 17.0).reshape(4, 4).double()
    k = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).double()
    check(student.correlate2d, 10 * a, k)
    check(student.correlate2d, a / 8, k / 4)
    fractions = torch.from_numpy(rng.normal(size=(6, 6)))
    kernel = torch.from_numpy(rng.normal(size=(3, 3)))
    check(student.correlate2d, fractions, kernel)
    check(student.correlate2d, fractions.float(), kernel.float())
    check(student.correlate2d, fractions * 1e-9, kernel)


@pytest.mark.points(0.5)
def test_memory_order(student, check, rng):
    """Transposed views of matrix and kernel."""
    a = torch.from_numpy(rng.integers(-9, 10, (6, 6))).double().T
    k = torch.from_numpy(rng.integers(-9, 10, (2, 2))).double().T
    check(student.correlate2d, a, k)


@pytest.mark.points(0.5)
def test_smallest_and_largest_kernel(student, check, rng):
    """A kernel of one entry, and one as large as the matrix."""
    a = torch.from_numpy(rng.integers(-9, 10, (4, 4))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (4, 4))).double()
    check(student.correlate2d, a, k[:1, :1])
    check(student.correlate2d, a, k)


@pytest.mark.points(0.5)
def test_kernel_too_large(student, check):
    """A kernel larger than the matrix, in either direction, raises a ValueError."""
    a = torch.ones(3, 6).double()
    check.equal(student.correlate2d(a, torch.ones(2, 2).double()), torch.full((2, 5), 4.0).double(), "ones")
    names = ("k", "kernel", "a", "n", "input", "p", "q")
    check.raises(student.correlate2d, a, torch.ones(4, 2).double(), argument=names, number=(4, 3))
    check.raises(student.correlate2d, a, torch.ones(2, 7).double(), argument=names, number=(7, 6))
