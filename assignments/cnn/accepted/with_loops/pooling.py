"""Loops over windows; each window is looked at for all images at once."""

import torch
from convolution import output_size, pad2d, pair


def max_pool2d(x, k, stride=None, padding=0):
    kh, kw = pair(k)
    sh, sw = pair(k if stride is None else stride)
    ph, pw = pair(padding)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding {padding} is more than half of k = {k}")
    rows = output_size(x.shape[2], kh, sh, ph)
    columns = output_size(x.shape[3], kw, sw, pw)
    padded = pad2d(x, (ph, pw), float("-inf"))
    y = torch.zeros(x.shape[0], x.shape[1], rows, columns, dtype=x.dtype, device=x.device)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = window.max(dim=3).values.max(dim=2).values
    return y


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    kh, kw = pair(k)
    sh, sw = pair(k if stride is None else stride)
    ph, pw = pair(padding)
    h, w = x.shape[2:]
    rows = output_size(h, kh, sh, ph)
    columns = output_size(w, kw, sw, pw)
    y = torch.zeros(x.shape[0], x.shape[1], rows, columns, dtype=x.dtype, device=x.device)
    for i in range(rows):
        for j in range(columns):
            top, left = i * sh - ph, j * sw - pw
            inside = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            pixels = inside.shape[2] * inside.shape[3]
            y[:, :, i, j] = inside.sum(dim=(2, 3)) / (kh * kw if count_include_pad else pixels)
    return y


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = pair(k if stride is None else stride)
    rows = output_size(x.shape[2], kh, sh)
    columns = output_size(x.shape[3], kw, sw)
    dx = torch.zeros_like(x)
    for i in range(rows):
        for j in range(columns):
            best = max_pool2d(x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw], (kh, kw))[:, :, 0, 0]
            open_still = torch.ones_like(best, dtype=torch.bool)
            for u in range(i * sh, i * sh + kh):
                for v in range(j * sw, j * sw + kw):
                    here = open_still & (x[:, :, u, v] == best)
                    dx[:, :, u, v] += torch.where(here, dout[:, :, i, j], 0.0)
                    open_still = open_still & ~here
    return dx
