import pytest
import torch
import torch.nn.functional as F


def by_autograd(dout, x, k, stride):
    """The derivative as torch computes it."""
    x = x.clone().requires_grad_()
    (F.max_pool2d(x, k, stride) * dout).sum().backward()
    return x.grad


@pytest.mark.points(1.5)
def test_everything_differs(student, check, rng):
    """Torch's own derivative, where every axis and every count differs."""
    x = torch.from_numpy(rng.permutation(2 * 3 * 9 * 13).reshape(2, 3, 9, 13)).double()
    for k, stride, size in [((2, 3), (3, 2), (3, 6)), ((4, 2), (2, 1), (3, 12)), ((3, 5), (1, 4), (7, 3))]:
        dout = torch.from_numpy(rng.normal(size=(2, 3, *size)))
        yours = student.max_pool2d_backward(dout, x, k, stride=stride)
        check.equal(yours, by_autograd(dout, x, k, stride), f"k={k}, stride={stride}")


@pytest.mark.points(1)
def test_many_ties(student, check, rng):
    """Ties everywhere, in windows apart and in windows that overlap, and pixels that nearly tie."""
    x = torch.from_numpy(rng.integers(0, 3, (2, 2, 6, 8))).double()
    apart = torch.from_numpy(rng.integers(1, 10, (2, 2, 3, 4))).double()
    check(student.max_pool2d_backward, apart, x, 2)
    overlapping = torch.from_numpy(rng.integers(1, 10, (2, 2, 2, 3))).double()
    check(student.max_pool2d_backward, overlapping, x, 3, stride=2)
    check(student.max_pool2d_backward, overlapping, torch.zeros_like(x), 3, stride=2)
    nearly = 1 + torch.from_numpy(rng.permutation(x.numel()).reshape(x.shape)).double() * 1e-10
    check(student.max_pool2d_backward, apart, nearly, 2)


@pytest.mark.points(0.5)
def test_left_out_pixels(student, check, rng):
    """Negative images, pixels that no window covers, and a window as large as the image."""
    x = torch.from_numpy(rng.permutation(40).reshape(1, 1, 5, 8)).double() - 50
    dout = torch.from_numpy(rng.integers(1, 10, (1, 1, 2, 3))).double()
    check(student.max_pool2d_backward, dout, x, 2, stride=3)
    check(student.max_pool2d_backward, dout[..., :2], x, (2, 3))
    check(student.max_pool2d_backward, dout[..., :1, :1], x, (5, 8))


@pytest.mark.points(0.5)
def test_inputs(student, check, rng):
    """Both dtypes, axes in another order in memory, and inputs that stay as they were."""
    x = torch.from_numpy(rng.random((6, 2, 4, 3))).permute(3, 1, 2, 0)
    dout = torch.from_numpy(rng.normal(size=(3, 2, 2, 3))).permute(0, 2, 1, 3)
    check.unchanged(student.max_pool2d_backward, dout, x, 2)
    check(student.max_pool2d_backward, dout, x, 2)
    check(student.max_pool2d_backward, dout.float(), x.float(), 2)


@pytest.mark.points(0.5)
def test_impossible_values(student, check):
    """Values that make no sense raise a ValueError that names them."""
    x = torch.arange(96.0).reshape(1, 2, 6, 8).double()
    dout = torch.ones(1, 2, 3, 4).double()
    check(student.max_pool2d_backward, dout, x, 2)
    check.raises(student.max_pool2d_backward, dout, x, 2, stride=0, argument=("stride",), number=(0,))
    check.raises(student.max_pool2d_backward, dout, x, 2, stride=(2, -1), argument=("stride",), number=(-1,))
    names = ("k", "kernel", "window", "x", "n", "input", "kh", "kw")
    check.raises(student.max_pool2d_backward, dout, x, (7, 2), argument=names, number=(7, 6))
    check.raises(student.max_pool2d_backward, dout, x, (2, 9), argument=names, number=(9, 8))
