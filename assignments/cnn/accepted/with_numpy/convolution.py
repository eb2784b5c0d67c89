"""Arrays of windows and their products, in NumPy."""

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view


def pair(value):
    return (value, value) if np.isscalar(value) else tuple(value)


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride must be positive, got {stride}")
    if padding < 0:
        raise ValueError(f"padding must be non-negative, got {padding}")
    if k > n + 2 * padding:
        raise ValueError(f"kernel size k={k} exceeds padded input size {n + 2 * padding}")
    return (n + 2 * padding - k) // stride + 1


def windows_of(array, kernel, stride=(1, 1)):
    """Return a view (..., h', w', kh, kw) of an array (..., h, w)."""
    for size, k, s in zip(array.shape[-2:], kernel, stride, strict=True):
        output_size(size, k, s)
    return sliding_window_view(array, kernel, axis=(-2, -1))[..., :: stride[0], :: stride[1], :, :]


def framed(array, padding, value=0.0):
    ph, pw = padding
    if min(ph, pw) < 0:
        raise ValueError(f"padding must be non-negative, got {padding}")
    h, w = array.shape[-2:]
    out = np.full((*array.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=array.dtype)
    out[..., ph : h + ph, pw : w + pw] = array
    return out


def correlate2d(a, k):
    return torch.from_numpy(np.einsum("ijuv,uv->ij", windows_of(a.numpy(), tuple(k.shape)), k.numpy()))


def convolve2d(a, k):
    turned = np.rot90(k.numpy(), 2)
    return torch.from_numpy(np.einsum("ijuv,uv->ij", windows_of(a.numpy(), tuple(k.shape)), turned))


def pad2d(a, padding, value=0.0):
    return torch.from_numpy(framed(a.numpy(), pair(padding), value))


def correlate2d_strided(a, k, stride=1, padding=0):
    windows = windows_of(framed(a.numpy(), pair(padding)), tuple(k.shape), pair(stride))
    return torch.from_numpy(np.tensordot(windows, k.numpy(), axes=2))


def conv2d(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"channel mismatch: x has {x.shape[1]}, w has {w.shape[1]}")
    windows = windows_of(framed(x.numpy(), pair(padding)), tuple(w.shape[2:]), pair(stride))
    y = np.einsum("ncijuv,fcuv->nfij", windows, w.numpy(), optimize=True)
    if b is not None:
        y = y + b.numpy().reshape(1, -1, 1, 1)
    return torch.from_numpy(np.ascontiguousarray(y))


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    places = windows_of(np.arange(h * w).reshape(h, w), (p, q)).reshape(rows * columns, p * q)
    matrix = np.zeros((rows * columns, h * w), dtype=k.numpy().dtype)
    np.put_along_axis(matrix, places, k.numpy().reshape(1, -1), axis=1)
    return torch.from_numpy(matrix)


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be positive, got {stride}")
    (h, w), (p, q) = y.shape, k.shape
    spread = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1), dtype=y.numpy().dtype)
    spread[::stride, ::stride] = y.numpy()
    windows = windows_of(framed(spread, (p - 1, q - 1)), (p, q))
    return torch.from_numpy(np.tensordot(windows, k.numpy()[::-1, ::-1], axes=2))
