"""Windows as arrays, reduced over their last axes."""

import numpy as np
import torch
from convolution import framed, pair, windows_of


def max_pool2d(x, k, stride=None, padding=0):
    k, padding = pair(k), pair(padding)
    stride = k if stride is None else pair(stride)
    if any(2 * p > size for p, size in zip(padding, k, strict=True)):
        raise ValueError(f"padding={padding} should be at most half of kernel size k={k}")
    windows = windows_of(framed(x.numpy(), padding, -np.inf), k, stride)
    return torch.from_numpy(windows.max(axis=(-2, -1)))


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    k, padding = pair(k), pair(padding)
    stride = k if stride is None else pair(stride)
    array = x.numpy()
    if count_include_pad:
        return torch.from_numpy(windows_of(framed(array, padding), k, stride).mean(axis=(-2, -1)))
    windows = windows_of(framed(array, padding, np.nan), k, stride)
    return torch.from_numpy(np.nanmean(windows, axis=(-2, -1)))


def max_pool2d_backward(dout, x, k, stride=None):
    k = pair(k)
    stride = k if stride is None else pair(stride)
    array = x.numpy()
    n, c, h, w = array.shape
    windows = windows_of(array, k, stride)
    places = windows_of(np.arange(h * w).reshape(h, w), k, stride)
    first = windows.reshape(*windows.shape[:4], -1).argmax(-1)
    flat_places = places.reshape(1, 1, *places.shape[:2], -1)
    target = np.take_along_axis(np.broadcast_to(flat_places, (n, c, *flat_places.shape[2:])), first[..., None], -1)
    dx = np.zeros((n, c, h * w), dtype=array.dtype)
    samples, channels = np.ogrid[:n, :c]
    np.add.at(dx, (samples[..., None], channels[..., None], target.reshape(n, c, -1)), dout.numpy().reshape(n, c, -1))
    return torch.from_numpy(dx.reshape(n, c, h, w))
