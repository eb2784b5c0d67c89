import torch
from convolution import assert_ok, pad2d, pair


def max_pool2d(x, k, stride=None, padding=0):
    if stride is None:
        stride = k
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(stride), pair(padding)
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError(f"padding {padding} is too much for kernel {k}")
    assert_ok(x.shape[2], kh, sh, ph)
    assert_ok(x.shape[3], kw, sw, pw)
    x = pad2d(x, padding, -torch.inf)
    return x.unfold(2, kh, sh).unfold(3, kw, sw).amax((4, 5))


def max_pool2d_backward(dout, x, k, stride=None):
    if stride is None:
        stride = k
    (kh, kw), (sh, sw) = pair(k), pair(stride)
    assert_ok(x.shape[2], kh, sh, 0)
    assert_ok(x.shape[3], kw, sw, 0)
    pooled = max_pool2d(x, k, stride)
    grad = torch.zeros_like(x)
    for i in range(pooled.shape[2]):
        for j in range(pooled.shape[3]):
            rows, cols = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            is_max = x[:, :, rows, cols] == pooled[:, :, i, j, None, None]
            # only the first one counts
            order = is_max.flatten(2).cumsum(2).reshape(is_max.shape)
            grad[:, :, rows, cols] += (is_max & (order == 1)) * dout[:, :, i, j, None, None]
    return grad


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    raise NotImplementedError
