import pytest
import torch


@pytest.mark.points(1.5)
def test_everything_differs(student, check, rng):
    """Every axis and every count differs, and nothing divides evenly."""
    x = torch.from_numpy(rng.integers(-90, 90, (2, 3, 11, 16))).double()
    check(student.max_pool2d, x, (2, 4), stride=(3, 2), padding=(1, 2))
    check(student.max_pool2d, x, (5, 3), stride=(2, 4), padding=(1, 0))
    check(student.max_pool2d, x.transpose(2, 3), (3, 2), stride=(1, 2), padding=(0, 1))


@pytest.mark.points(0.5)
def test_default_stride(student, check, rng):
    """Without a stride it is the window's own size, on each axis."""
    x = torch.from_numpy(rng.integers(0, 90, (2, 1, 7, 9))).double()
    check(student.max_pool2d, x, (2, 3))
    check(student.max_pool2d, x, 3, padding=1)
    check(student.max_pool2d, x, (7, 9))
    a = torch.tensor(
        [
            [12.0, 2, 29, 4, 1, 2, 3],
            [5, 21, 7, 8, 36, 6, 7],
            [9, 10, 11, 12, 9, 10, 11],
            [13, 14, 15, 16, 13, 14, 15],
            [7, 5, 10, 4, 28, 20, 3],
            [25, 19, 12, 8, 5, 20, 32],
            [9, 10, 11, 12, 21, 10, 11],
        ]
    ).double()
    pooled = torch.tensor([[21.0, 29, 36], [14, 16, 14], [25, 12, 28]]).double()
    check.equal(student.max_pool2d(a[None, None], 2), pooled[None, None], "the matrix of the exercise in pairs")


@pytest.mark.points(0.5)
def test_negative_images(student, check, rng):
    """Negative images, of small and of huge values, with a frame around them."""
    x = torch.from_numpy(rng.integers(-90, -1, (2, 2, 6, 7))).double()
    check(student.max_pool2d, x, 4, stride=1, padding=2)
    check(student.max_pool2d, x, 5, stride=2, padding=1)
    check(student.max_pool2d, 1e12 * x, 3, stride=3, padding=1)


@pytest.mark.points(0.5)
def test_inputs(student, check, rng):
    """Fractions, both dtypes, axes in another order in memory, and an input that stays as it was."""
    x = torch.from_numpy(rng.normal(size=(5, 2, 6, 3))).permute(3, 1, 2, 0)
    check.unchanged(student.max_pool2d, x, 2)
    check(student.max_pool2d, x, 2, padding=1)
    check(student.max_pool2d, x.float(), 3, stride=1)


@pytest.mark.points(0.5)
def test_impossible_values(student, check):
    """Values that make no sense raise a ValueError that names them."""
    x = torch.ones(1, 2, 6, 8).double()
    check(student.max_pool2d, x, 2)
    check.raises(student.max_pool2d, x, 2, stride=0, argument=("stride",), number=(0,))
    check.raises(student.max_pool2d, x, 2, stride=(1, -1), argument=("stride",), number=(-1,))
    check.raises(student.max_pool2d, x, 2, padding=(0, -1), argument=("padding",), number=(-1,))
    names = ("padding", "k", "kernel", "window")
    check.raises(student.max_pool2d, x, 3, padding=2, argument=names, number=(2, 3, 1, 1.5))
    check.raises(student.max_pool2d, x, (2, 4), padding=(2, 1), argument=names, number=(2, 1))
    check.raises(student.max_pool2d, x, (4, 2), padding=(1, 2), argument=names, number=(2, 1))
    names = ("k", "kernel", "window", "x", "n", "input", "padding", "kh", "kw")
    check.raises(student.max_pool2d, x, (9, 2), padding=1, argument=names, number=(9, 8))
    check.raises(student.max_pool2d, x, (2, 11), padding=1, argument=names, number=(11, 10))
