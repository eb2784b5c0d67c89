import pytest
import torch


@pytest.mark.points(2)
def test_everything_differs(student, check, rng):
    """Every axis and every count differs, and nothing divides evenly."""
    x = torch.from_numpy(rng.integers(-9, 10, (2, 3, 9, 12))).double()
    w = torch.from_numpy(rng.integers(-9, 10, (4, 3, 2, 3))).double()
    b = torch.from_numpy(rng.integers(-99, 100, 4)).double()
    check(student.conv2d, x, w, b, stride=(2, 3), padding=(1, 2))


@pytest.mark.points(1)
def test_the_other_way_round(student, check, rng):
    """More columns of the kernel than rows, larger steps down than across, no biases."""
    x = torch.from_numpy(rng.integers(-9, 10, (3, 2, 11, 8))).double()
    w = torch.from_numpy(rng.integers(-9, 10, (5, 2, 2, 4))).double()
    check(student.conv2d, x, w, None, stride=(3, 2), padding=(0, 1))
    check(student.conv2d, x, w.transpose(2, 3).contiguous(), None, stride=(1, 4), padding=(2, 0))


@pytest.mark.points(0.5)
def test_dtypes(student, check, rng):
    """Fractions in float64 and float32."""
    x = torch.from_numpy(rng.normal(size=(2, 3, 5, 5)))
    w = torch.from_numpy(rng.normal(size=(4, 3, 3, 3)))
    check(student.conv2d, x, w, None, padding=1)
    check(student.conv2d, x.float(), w.float(), None, padding=1)


@pytest.mark.points(1)
def test_memory_orders(student, check, rng):
    """Images and filters whose axes lie in another order in memory."""
    x = torch.from_numpy(rng.integers(-9, 10, (2, 6, 6, 3))).double().permute(0, 3, 1, 2)
    w = torch.from_numpy(rng.integers(-9, 10, (3, 3, 3, 4))).double().permute(3, 2, 1, 0)
    b = torch.from_numpy(rng.integers(-9, 10, 4)).double()
    check.unchanged(student.conv2d, x, w, b, padding=1)
    check(student.conv2d, x, w, None)
    check(student.conv2d, x, w, None, padding=1)


@pytest.mark.points(0.5)
def test_single_counts(student, check, rng):
    """One image, one channel or one filter; a kernel as large as the padded image."""
    x = torch.from_numpy(rng.integers(-9, 10, (1, 1, 4, 4))).double()
    w = torch.from_numpy(rng.integers(-9, 10, (1, 1, 6, 6))).double()
    b = torch.from_numpy(rng.integers(1, 10, 1)).double()
    check(student.conv2d, x, w, b, padding=1)
    check(student.conv2d, x, w[:, :, :1, :1], b)
    check(student.conv2d, x.expand(1, 4, 4, 4).contiguous(), w.reshape(1, 4, 3, 3), None)


@pytest.mark.points(1)
def test_impossible_values(student, check):
    """Values and shapes that do not go together raise a ValueError that names them."""
    x, w, b = torch.ones(2, 3, 4, 6).double(), torch.ones(5, 3, 2, 3).double(), torch.ones(5).double()
    check(student.conv2d, x, w, None)
    check.raises(student.conv2d, x, w, b, stride=0, argument=("stride",), number=(0,))
    check.raises(student.conv2d, x, w, b, stride=(2, -1), argument=("stride",), number=(-1,))
    check.raises(student.conv2d, x, w, b, padding=(-1, 2), argument=("padding",), number=(-1,))
    check.raises(student.conv2d, x, w, b, padding=(2, -1), argument=("padding",), number=(-1,))
    names = ("x", "w", "k", "n", "a", "h", "kh", "kw", "kernel", "filter", "filters", "input", "padding")
    check.raises(student.conv2d, x, torch.ones(5, 3, 7, 1).double(), b, padding=1, argument=names, number=(7, 6))
    check.raises(student.conv2d, x, torch.ones(5, 3, 1, 9).double(), b, padding=1, argument=names, number=(9, 8))
    names = ("x", "w", "c", "C", "channel", "channels", "in_channels")
    check.raises(student.conv2d, x, torch.ones(5, 2, 2, 3).double(), b, argument=names, number=(3, 2))
    check.raises(student.conv2d, x, torch.ones(5, 1, 2, 3).double(), b, argument=names, number=(3, 1))
