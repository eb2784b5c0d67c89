import torch

from helpers import check_sizes, pair, windows


def output_size(n, k, stride=1, padding=0):
    check_sizes(n, k, stride, padding)
    return (n + 2 * padding - k) // stride + 1


def correlate2d(a, k):
    check_sizes(a.shape[0], k.shape[0], 1, 0)
    check_sizes(a.shape[1], k.shape[1], 1, 0)
    return torch.einsum("ijkl,kl->ij", windows(a, k.shape, (1, 1)), k)


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding is {padding}")
    h, w = a.shape[-2:]
    padded = torch.full((*a.shape[:-2], h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    padded[..., ph : h + ph, pw : w + pw] = a
    return padded


def correlate2d_strided(a, k, stride=1, padding=0):
    stride, padding = pair(stride), pair(padding)
    for axis in range(2):
        check_sizes(a.shape[axis], k.shape[axis], stride[axis], padding[axis])
    return torch.einsum("ijkl,kl->ij", windows(pad2d(a, padding), k.shape, stride), k)


def conv2d(x, w, b, stride=1, padding=0):
    stride, padding = pair(stride), pair(padding)
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    for axis in range(2):
        check_sizes(x.shape[2 + axis], w.shape[2 + axis], stride[axis], padding[axis])
    out = torch.einsum("ncijkl,fckl->nfij", windows(pad2d(x, padding), w.shape[2:], stride), w)
    return out if b is None else out + b[:, None, None]


def convolve2d(a, k):
    raise NotImplementedError


def conv_matrix(k, h, w):
    raise NotImplementedError


def conv_transpose2d(y, k, stride=1):
    raise NotImplementedError
