"""Loops over every index; conv2d loops over the output's positions only."""

import math

import torch


def both(value):
    return value if isinstance(value, tuple) else (value, value)


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride={stride} is too small")
    if padding < 0:
        raise ValueError(f"padding={padding} is negative")
    if n + 2 * padding < k:
        raise ValueError(f"k={k} does not fit into {n + 2 * padding}")
    places = 0
    start = 0
    while start + k <= n + 2 * padding:
        places += 1
        start += stride
    return places


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"kernel {p}x{q} larger than input {m}x{n}")
    c = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype, device=a.device)
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            total = 0
            for u in range(p):
                for v in range(q):
                    total = total + a[i + u, j + v] * k[u, v]
            c[i, j] = total
    return c


def pad2d(a, padding, value=0.0):
    ph, pw = both(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding is negative: {padding}")
    h, w = a.shape[-2], a.shape[-1]
    images = a.reshape(-1, h, w)
    out = torch.full((len(images), h + 2 * ph, w + 2 * pw), value, dtype=a.dtype, device=a.device)
    for t in range(len(images)):
        for i in range(h):
            for j in range(w):
                out[t, i + ph, j + pw] = images[t, i, j]
    return out.reshape(*a.shape[:-2], h + 2 * ph, w + 2 * pw)


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
    rows = output_size(a.shape[0], k.shape[0], sh, ph)
    cols = output_size(a.shape[1], k.shape[1], sw, pw)
    out = a.new_zeros(rows, cols)
    for i in range(rows):
        for j in range(cols):
            for u in range(k.shape[0]):
                for v in range(k.shape[1]):
                    y, x = i * sh + u - ph, j * sw + v - pw
                    if 0 <= y < a.shape[0] and 0 <= x < a.shape[1]:
                        out[i, j] += a[y, x] * k[u, v]
    return out


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"channels: x has {x.shape[1]} and w has {w.shape[1]}")
    kh, kw = w.shape[2:]
    rows, cols = output_size(x.shape[2], kh, sh, ph), output_size(x.shape[3], kw, sw, pw)
    padded = pad2d_fast(x, ph, pw)
    out = torch.empty(x.shape[0], w.shape[0], rows, cols, dtype=x.dtype)
    for i in range(rows):
        for j in range(cols):
            window = padded[:, None, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[:, :, i, j] = (window * w).sum(dim=(2, 3, 4))
            if b is not None:
                out[:, :, i, j] += b
    return out


def pad2d_fast(x, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError(f"padding {(ph, pw)}")
    out = torch.zeros(*x.shape[:2], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw, dtype=x.dtype)
    out[:, :, ph : out.shape[2] - ph, pw : out.shape[3] - pw] = x
    return out


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = both(k), both(padding)
    sh, sw = (kh, kw) if stride is None else both(stride)
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError(f"padding={padding} is more than half of k={k}")
    n, c, h, w = x.shape
    rows, cols = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    out = x.new_full((n, c, rows, cols), -math.inf)
    for s in range(n):
        for ch in range(c):
            for i in range(rows):
                for j in range(cols):
                    for y in range(max(0, i * sh - ph), min(h, i * sh - ph + kh)):
                        for z in range(max(0, j * sw - pw), min(w, j * sw - pw + kw)):
                            if x[s, ch, y, z] > out[s, ch, i, j]:
                                out[s, ch, i, j] = x[s, ch, y, z]
    return out


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = both(k)
    sh, sw = (kh, kw) if stride is None else both(stride)
    n, c, h, w = x.shape
    rows, cols = output_size(h, kh, sh), output_size(w, kw, sw)
    dx = torch.zeros_like(x)
    for s in range(n):
        for ch in range(c):
            for i in range(rows):
                for j in range(cols):
                    best, where = -math.inf, None
                    for u in range(kh):
                        for v in range(kw):
                            value = x[s, ch, i * sh + u, j * sw + v].item()
                            if value > best:
                                best, where = value, (i * sh + u, j * sw + v)
                    dx[s, ch, where[0], where[1]] += dout[s, ch, i, j]
    return dx
