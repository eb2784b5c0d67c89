import pytest
import torch


@pytest.mark.points(1.5)
def test_everything_differs(student, check, rng):
    """Height, width, kernel, stride and padding all differ, and nothing divides evenly."""
    a = torch.from_numpy(rng.integers(-9, 10, (9, 13))).double()
    k = torch.from_numpy(rng.integers(-9, 10, (2, 3))).double()
    check(student.correlate2d_strided, a, k, stride=(2, 3), padding=(1, 2))
    check(student.correlate2d_strided, a, k, stride=(3, 2), padding=(2, 0))
    check(student.correlate2d_strided, a, k.T, stride=(4, 1), padding=(0, 3))


@pytest.mark.points(1)
def test_windows_that_fit_once(student, check, rng):
    """Results of one row, one column or one number, among them that of the exercise in pairs."""
    # The exercise in pairs: the pooled matrix C, the kernel B, and D, which the two make
    # (CS396, lecture 6, slide "Exercise (In pairs)"; the results are worked out).
    c = torch.tensor([[21.0, 29, 36], [14, 16, 14], [25, 12, 28]]).double()
    b = torch.tensor([[1.0, 1, 1], [1, -2, 1], [1, 1, 1]]).double()
    d = torch.tensor(
        [
            [21.0, 50, 86, 65, 36],
            [35, 17, 43, -13, 50],
            [60, 75, 147, 93, 78],
            [39, -8, 73, -14, 42],
            [25, 37, 65, 40, 28],
        ]
    ).double()
    check.equal(student.correlate2d_strided(c, b, padding=2), d, "padding=2")
    check.equal(student.correlate2d_strided(d, b, stride=3), torch.tensor([[483.0]]).double(), "stride=3")
    twin = torch.tensor([[1.0, 2, 1], [1, -2, 3], [0, 1, 1]]).double()  # B looks the same when it is turned
    check(student.correlate2d_strided, c, twin, padding=2)
    large = torch.from_numpy(rng.integers(-9, 10, (7, 7))).double()
    small = torch.from_numpy(rng.integers(-9, 10, (5, 5))).double()
    check(student.correlate2d_strided, large, small, stride=20, padding=1)
    check(student.correlate2d_strided, small, large, stride=3, padding=1)


@pytest.mark.points(0.5)
def test_dtypes(student, check, rng):
    """Fractions in float64 and float32."""
    a = torch.from_numpy(rng.normal(size=(6, 6)))
    k = torch.from_numpy(rng.normal(size=(3, 3)))
    check(student.correlate2d_strided, a, k, stride=2, padding=1)
    check(student.correlate2d_strided, a.float(), k.float(), stride=2, padding=1)


@pytest.mark.points(0.5)
def test_inputs(student, check, rng):
    """Transposed views, and inputs that are as before after the call."""
    a = torch.from_numpy(rng.integers(-9, 10, (6, 6))).double().T
    k = torch.from_numpy(rng.integers(-9, 10, (3, 3))).double().T
    check.unchanged(student.correlate2d_strided, a, k)
    check.unchanged(student.correlate2d_strided, a, k, stride=2, padding=1)
    check(student.correlate2d_strided, a, k, stride=2, padding=1)


@pytest.mark.points(0.5)
def test_impossible_values(student, check):
    """Values that make no sense, on either axis, raise a ValueError that names them."""
    a, k = torch.ones(4, 6).double(), torch.ones(2, 3).double()
    check(student.correlate2d_strided, a, k)
    check.raises(student.correlate2d_strided, a, k, stride=0, argument=("stride",), number=(0,))
    check.raises(student.correlate2d_strided, a, k, stride=(2, -1), argument=("stride",), number=(-1,))
    check.raises(student.correlate2d_strided, a, k, padding=(-1, 2), argument=("padding",), number=(-1,))
    check.raises(student.correlate2d_strided, a, k, padding=(2, -1), argument=("padding",), number=(-1,))
    names = ("k", "kernel", "a", "n", "input", "p", "q", "padding")
    tall = torch.ones(7, 1).double()
    check.raises(student.correlate2d_strided, a, tall, padding=(1, 3), argument=names, number=(7, 4, 6))
    wide = torch.ones(1, 9).double()
    check.raises(student.correlate2d_strided, a, wide, padding=(3, 1), argument=names, number=(9, 6, 8))
