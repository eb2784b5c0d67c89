"""NumPy does the work; tensors go in and come out."""

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view
from torch.utils.data import Dataset


def _two(v):
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def output_size(n, k, stride=1, padding=0):
    if stride < 1 or padding < 0 or k > n + 2 * padding:
        raise ValueError(f"n={n}, k={k}, stride={stride}, padding={padding} do not go together")
    return int(np.floor((n + 2 * padding - k) / stride)) + 1


def pad2d(a, padding, value=0.0):
    ph, pw = _two(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding={padding}")
    array = a.numpy()
    out = np.full((*array.shape[:-2], array.shape[-2] + 2 * ph, array.shape[-1] + 2 * pw), value, array.dtype)
    out[..., ph : ph + array.shape[-2], pw : pw + array.shape[-1]] = array
    return torch.from_numpy(out)


def _windows(x, kernel, stride, padding, value=0.0):
    """Return (N, C, H', W', kh, kw), a view of the padded images."""
    for size, k, s, p in zip(x.shape[2:], kernel, stride, padding, strict=True):
        output_size(size, k, s, p)
    frame = ((0, 0), (0, 0), *((p, p) for p in padding))
    padded = np.pad(x.numpy(), frame, constant_values=value)
    return sliding_window_view(padded, kernel, axis=(2, 3))[:, :, :: stride[0], :: stride[1]]


def correlate2d(a, k):
    if k.shape[0] > a.shape[0] or k.shape[1] > a.shape[1]:
        raise ValueError(f"k is {k.shape[0]}x{k.shape[1]}, a is {a.shape[0]}x{a.shape[1]}")
    return torch.from_numpy(np.tensordot(sliding_window_view(a.numpy(), tuple(k.shape)), k.numpy(), 2))


def correlate2d_strided(a, k, stride=1, padding=0):
    windows = _windows(a[None, None], tuple(k.shape), _two(stride), _two(padding))
    return torch.from_numpy(np.einsum("ijuv,uv->ij", windows[0, 0], k.numpy()))


def conv2d(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    windows = _windows(x, tuple(w.shape[2:]), _two(stride), _two(padding))
    y = np.tensordot(windows, w.numpy(), axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    if b is not None:
        y = y + b.numpy()[:, None, None]
    return torch.from_numpy(y)


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = _two(k), _two(padding)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding={padding} is over half of k={k}")
    windows = _windows(x, (kh, kw), _two(k if stride is None else stride), (ph, pw), -np.inf)
    return torch.tensor(windows.max(axis=(4, 5)))


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = _two(k)
    sh, sw = _two(k if stride is None else stride)
    windows = _windows(x, (kh, kw), (sh, sw), (0, 0))
    first = windows.reshape(*windows.shape[:4], -1).argmax(-1)
    n, c, i, j = np.indices(first.shape)
    dx = np.zeros(tuple(x.shape), x.numpy().dtype)
    np.add.at(dx, (n, c, i * sh + first // kw, j * sw + first % kw), dout.numpy())
    return torch.from_numpy(dx)


class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.images = (np.asarray(x)[:, None] / 255).astype(np.float32)
        self.labels = np.asarray(y).astype(np.int64)

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, i):
        return torch.from_numpy(self.images[i]), torch.tensor(self.labels[i])
