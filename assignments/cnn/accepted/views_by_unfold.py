"""Tensor.unfold makes a view of all windows; sums and maxima run over its last axes."""

import torch
from convolution import output_size, pad2d, pair


def _windows(x, kernel, stride, padding=(0, 0), value=0.0):
    (kh, kw), (sh, sw) = kernel, stride
    h, w = x.shape[-2:]
    output_size(h, kh, sh, padding[0])  # for their errors
    output_size(w, kw, sw, padding[1])
    return pad2d(x, padding, value).unfold(-2, kh, sh).unfold(-2, kw, sw)


def correlate2d(a, k):
    p, q = k.shape
    output_size(a.shape[0], p)
    output_size(a.shape[1], q)
    return (a.unfold(0, p, 1).unfold(1, q, 1) * k).sum((2, 3))


def correlate2d_strided(a, k, stride=1, padding=0):
    return torch.tensordot(_windows(a, tuple(k.shape), pair(stride), pair(padding)), k, dims=2)


def conv2d(x, w, b, stride=1, padding=0):
    f, c, kh, kw = w.shape
    if x.size(1) != c:
        raise ValueError(f"the filters w want {c} channels, the images x have {x.size(1)}")
    patches = _windows(x, (kh, kw), pair(stride), pair(padding)).permute(0, 2, 3, 1, 4, 5).flatten(3)
    weights = w.reshape(f, -1)
    y = (
        patches @ weights.T
        if b is None
        else torch.addmm(b, patches.flatten(0, 2), weights.T).view(*patches.shape[:3], f)
    )
    return y.permute(0, 3, 1, 2)


def max_pool2d(x, k, stride=None, padding=0):
    k, (ph, pw) = pair(k), pair(padding)
    if ph > k[0] / 2 or pw > k[1] / 2:
        raise ValueError(f"padding={padding} is more than half of k={k}")
    windows = _windows(x, k, k if stride is None else pair(stride), (ph, pw), -torch.inf)
    return windows.sort(-1).values[..., -1].sort(-1).values[..., -1]


def max_pool2d_backward(dout, x, k, stride=None):
    k = pair(k)
    stride = k if stride is None else pair(stride)
    dx = torch.zeros(x.shape, dtype=x.dtype)
    targets, windows = _views(dx, k, stride), _windows(x, k, stride)
    for i in range(windows.shape[2]):
        for j in range(windows.shape[3]):
            best = windows[:, :, i, j].flatten(2).argmax(2)
            chosen = torch.nn.functional.one_hot(best, k[0] * k[1]).view(*best.shape, *k)
            targets[:, :, i, j] += chosen * dout[:, :, i, j, None, None]
    return dx


def _views(x, kernel, stride):
    output_size(x.shape[2], kernel[0], stride[0])
    output_size(x.shape[3], kernel[1], stride[1])
    return x.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])
