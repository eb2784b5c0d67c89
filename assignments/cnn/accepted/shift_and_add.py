"""A loop over the kernel's entries: shifted images, scaled and added."""

import torch
from convolution import output_size, pair


def _frame(a, ph, pw, value):
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got ({ph}, {pw})")
    side = torch.full((*a.shape[:-1], pw), value, dtype=a.dtype)
    a = torch.cat([side, a, side], dim=-1)
    top = torch.full((*a.shape[:-2], ph, a.shape[-1]), value, dtype=a.dtype)
    return torch.cat([top, a, top], dim=-2)


def _shifted(image, u, v, stride, size):
    """Return what lies under the kernel's entry (u, v) at all places of the kernel."""
    (sh, sw), (rows, columns) = stride, size
    return image[..., u : u + sh * rows : sh, v : v + sw * columns : sw]


def correlate2d(a, k):
    size = output_size(a.shape[0], k.shape[0]), output_size(a.shape[1], k.shape[1])
    return sum(k[u, v] * _shifted(a, u, v, (1, 1), size) for u in range(k.shape[0]) for v in range(k.shape[1]))


def pad2d(a, padding, value=0.0):
    return _frame(a, *pair(padding), value)


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    size = output_size(a.shape[0], k.shape[0], sh, ph), output_size(a.shape[1], k.shape[1], sw, pw)
    padded = _frame(a, ph, pw, 0.0)
    total = torch.zeros(size, dtype=a.dtype)
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            total += k[u, v] * _shifted(padded, u, v, (sh, sw), size)
    return total


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    kh, kw = w.shape[2:]
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"w wants {w.shape[1]} channels")
    size = output_size(x.shape[2], kh, sh, ph), output_size(x.shape[3], kw, sw, pw)
    padded = _frame(x, ph, pw, 0.0)
    y = torch.zeros(x.shape[0], w.shape[0], *size, dtype=x.dtype)
    for u in range(kh):
        for v in range(kw):
            y += torch.einsum("nchw,fc->nfhw", _shifted(padded, u, v, (sh, sw), size), w[:, :, u, v])
    if b is not None:
        y += b.view(-1, 1, 1)
    return y


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    sh, sw = pair(k) if stride is None else pair(stride)
    if ph * 2 > kh or pw * 2 > kw:
        raise ValueError(f"padding {padding} over half of {k}")
    size = output_size(x.shape[2], kh, sh, ph), output_size(x.shape[3], kw, sw, pw)
    padded = _frame(x, ph, pw, -float("inf"))
    best = _shifted(padded, 0, 0, (sh, sw), size)
    for u in range(kh):
        for v in range(kw):
            best = torch.maximum(best, _shifted(padded, u, v, (sh, sw), size))
    return best


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = pair(k) if stride is None else pair(stride)
    rows, columns = output_size(x.shape[2], kh, sh), output_size(x.shape[3], kw, sw)
    highest = max_pool2d(x, k, stride)
    free = torch.ones_like(highest, dtype=torch.bool)
    dx = torch.zeros(x.shape, dtype=x.dtype)
    for u in range(kh):
        for v in range(kw):
            here = (slice(None), slice(None), slice(u, u + sh * rows, sh), slice(v, v + sw * columns, sw))
            wins = free & (x[here] == highest)
            dx[here] += dout * wins
            free &= ~wins
    return dx
