"""Loops over places, one small step at a time."""

import torch


def pair(value):
    if isinstance(value, int):
        return value, value
    return value


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride is {stride}, but must be at least 1")
    if padding < 0:
        raise ValueError(f"padding is {padding}, but must not be negative")
    length = n + 2 * padding
    if k > length:
        raise ValueError(f"a kernel of k = {k} does not fit on {length} entries")
    count = 0
    start = 0
    while start + k <= length:
        count += 1
        start += stride
    return count


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    rows = output_size(m, p)
    columns = output_size(n, q)
    c = torch.zeros(rows, columns, dtype=a.dtype, device=a.device)
    for i in range(rows):
        for j in range(columns):
            window = a[i : i + p, j : j + q]
            c[i, j] = torch.sum(window * k)
    return c


def convolve2d(a, k):
    p, q = k.shape
    turned = torch.zeros_like(k)
    for u in range(p):
        for v in range(q):
            turned[u, v] = k[p - 1 - u, q - 1 - v]
    return correlate2d(a, turned)


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0:
        raise ValueError(f"padding of {ph} rows is negative")
    if pw < 0:
        raise ValueError(f"padding of {pw} columns is negative")
    h, w = a.shape[-2], a.shape[-1]
    out = torch.empty(*a.shape[:-2], h + 2 * ph, w + 2 * pw, dtype=a.dtype, device=a.device)
    out.fill_(value)
    for i in range(h):
        out[..., ph + i, pw : pw + w] = a[..., i, :]
    return out


def correlate2d_strided(a, k, stride=1, padding=0):
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    p, q = k.shape
    rows = output_size(a.shape[0], p, sh, ph)
    columns = output_size(a.shape[1], q, sw, pw)
    padded = pad2d(a, (ph, pw))
    c = torch.zeros(rows, columns, dtype=a.dtype, device=a.device)
    for i in range(rows):
        for j in range(columns):
            top, left = i * sh, j * sw
            c[i, j] = torch.sum(padded[top : top + p, left : left + q] * k)
    return c


def conv2d(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"the images x have {x.shape[1]} channels, the filters w have {w.shape[1]}")
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    f, _, kh, kw = w.shape
    rows = output_size(x.shape[2], kh, sh, ph)
    columns = output_size(x.shape[3], kw, sw, pw)
    padded = pad2d(x, (ph, pw))
    weights = w.reshape(f, -1).T
    y = torch.zeros(x.shape[0], f, rows, columns, dtype=x.dtype, device=x.device)
    for i in range(rows):
        for j in range(columns):
            top, left = i * sh, j * sw
            patches = padded[:, :, top : top + kh, left : left + kw].reshape(x.shape[0], -1)
            y[:, :, i, j] = patches @ weights
            if b is not None:
                y[:, :, i, j] += b
    return y


def conv_matrix(k, h, w):
    p, q = k.shape
    rows = output_size(h, p)
    columns = output_size(w, q)
    matrix = torch.zeros(rows * columns, h * w, dtype=k.dtype, device=k.device)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[i * columns + j, (i + u) * w + j + v] = k[u, v]
    return matrix


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride is {stride}, but must be at least 1")
    h, w = y.shape
    p, q = k.shape
    x = torch.zeros((h - 1) * stride + p, (w - 1) * stride + q, dtype=y.dtype, device=y.device)
    for i in range(h):
        for j in range(w):
            for u in range(p):
                for v in range(q):
                    x[i * stride + u, j * stride + v] += y[i, j] * k[u, v]
    return x
