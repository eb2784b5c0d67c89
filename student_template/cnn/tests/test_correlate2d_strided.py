import pytest
import torch


@pytest.mark.points(1)
def test_stride_worked_example(student, check):
    """Stride 2 on the worked example keeps every second window in both directions."""
    a = torch.arange(1.0, 17.0).reshape(4, 4)
    k = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    every = torch.tensor([[44.0, 54, 64], [84, 94, 104], [124, 134, 144]])
    check.equal(student.correlate2d_strided(a, k), every, "correlate2d_strided(1..16, k)")
    check.equal(student.correlate2d_strided(a, k, stride=2), every[::2, ::2], "with stride=2")


@pytest.mark.points(1)
def test_padding_by_hand(student, check):
    """With padding, the first window lies partly on the frame of zeros."""
    a = torch.tensor([[1.0, 2, 3], [4, 5, 6]]).double()
    k = torch.tensor([[1.0, 2], [3, 4]]).double()
    expected = torch.tensor([[4.0, 11, 18, 9], [18, 37, 47, 21], [8, 14, 17, 6]]).double()
    check.equal(student.correlate2d_strided(a, k, padding=1), expected, "with padding=1")


@pytest.mark.points(1)
def test_stride_with_padding(student, check):
    """Stride and padding together: the last window does not fit and is left out."""
    a = torch.arange(1.0, 21.0).reshape(4, 5).double()
    k = torch.tensor([[1.0, 0, -1], [2, 0, 0], [0, 0, 3]]).double()
    check(student.correlate2d_strided, a, k, stride=2, padding=1)
    check(student.correlate2d_strided, a, k, stride=3, padding=2)


@pytest.mark.points(1)
def test_one_number_per_axis(student, check):
    """Tuples: the first number is for rows, the second for columns."""
    a = torch.arange(1.0, 31.0).reshape(5, 6).double()
    one = torch.ones(1, 1).double()
    check.equal(student.correlate2d_strided(a, one, stride=(2, 3)), a[::2, ::3], "1×1 kernel, stride=(2, 3)")
    k = torch.tensor([[1.0, 2, 3], [4, 5, 6]]).double()
    check(student.correlate2d_strided, a, k, stride=(2, 1))
    check(student.correlate2d_strided, a, k, padding=(0, 2))
