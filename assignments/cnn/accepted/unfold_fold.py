"""F.unfold makes columns, a matrix product does the rest, and F.fold goes back."""

import torch
import torch.nn.functional as F
from convolution import output_size, pair


def _columns_times_filters(x, w, stride, padding):
    rows = output_size(x.shape[2], w.shape[2], stride[0], padding[0])
    places = output_size(x.shape[3], w.shape[3], stride[1], padding[1])
    columns = F.unfold(x, tuple(w.shape[2:]), padding=padding, stride=stride)
    return (w.flatten(1) @ columns).reshape(len(x), len(w), rows, places)


def correlate2d(a, k):
    return _columns_times_filters(a[None, None], k[None, None], (1, 1), (0, 0))[0, 0]


def correlate2d_strided(a, k, stride=1, padding=0):
    return _columns_times_filters(a[None, None], k[None, None], pair(stride), pair(padding))[0, 0]


def conv2d(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels and w {w.shape[1]}")
    y = _columns_times_filters(x, w, pair(stride), pair(padding))
    if b is not None:
        y = y + b.view(1, -1, 1, 1)
    return y


def max_pool2d(x, k, stride=None, padding=0):
    k = pair(k)
    stride = k if stride is None else pair(stride)
    ph, pw = pair(padding)
    if 2 * ph > k[0] or 2 * pw > k[1]:
        raise ValueError(f"padding {padding} exceeds half of {k}")
    rows, columns = output_size(x.shape[2], k[0], stride[0], ph), output_size(x.shape[3], k[1], stride[1], pw)
    padded = F.pad(x, (pw, pw, ph, ph), value=-torch.inf)
    n, c = x.shape[:2]
    windows = F.unfold(padded, k, stride=stride).view(n, c, k[0] * k[1], rows, columns)
    return windows.max(dim=2).values


def max_pool2d_backward(dout, x, k, stride=None):
    k = pair(k)
    stride = k if stride is None else pair(stride)
    output_size(x.shape[2], k[0], stride[0])
    output_size(x.shape[3], k[1], stride[1])
    n, c, h, w = x.shape
    windows = F.unfold(x, k, stride=stride).view(n, c, k[0] * k[1], -1)
    first = (windows == windows.amax(2, keepdim=True)).to(torch.uint8).argmax(2, keepdim=True)
    shares = torch.zeros_like(windows).scatter_(2, first, dout.reshape(n, c, 1, -1))
    return F.fold(shares.view(n, c * k[0] * k[1], -1), (h, w), k, stride=stride)
