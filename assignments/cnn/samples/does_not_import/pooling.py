import torch

from convolution import pad2d
from helpers import check_sizes, pair, windows


def max_pool2d(x, k, stride=None, padding=0):
    k, stride, padding = pair(k), pair(k if stride is None else stride), pair(padding)
    for axis in range(2):
        if padding[axis] > k[axis] // 2:
            raise ValueError(f"padding {padding} is more than half of {k}")
        check_sizes(x.shape[2 + axis], k[axis], stride[axis], padding[axis])
    return windows(pad2d(x, padding, float("-inf")), k, stride).amax((-2, -1))


def max_pool2d_backward(dout, x, k, stride=None):
    k, stride = pair(k), pair(k if stride is None else stride)
    for axis in range(2):
        check_sizes(x.shape[2 + axis], k[axis], stride[axis], 0)
    pixels = torch.arange(x.numel()).reshape(x.shape)
    first = windows(x, k, stride).flatten(-2).argmax(-1, keepdim=True)
    where = windows(pixels, k, stride).flatten(-2).gather(-1, first)
    dx = torch.zeros(x.numel(), dtype=x.dtype)
    dx.index_add_(0, where.flatten(), dout.flatten())
    return dx.reshape(x.shape)


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    raise NotImplementedError
