"""Plain Python lists and sums; a tensor is made at the end only."""

import torch


def as_pair(v):
    return v if isinstance(v, tuple) else (v, v)


def correlate2d(a, k):
    rows, kernel = a.tolist(), k.tolist()
    p, q = len(kernel), len(kernel[0])
    if p > len(rows) or q > len(rows[0]):
        raise ValueError(f"the kernel is {p} x {q}, the input only {len(rows)} x {len(rows[0])}")
    return torch.tensor(
        [
            [
                sum(rows[i + u][j + v] * kernel[u][v] for u in range(p) for v in range(q))
                for j in range(len(rows[0]) - q + 1)
            ]
            for i in range(len(rows) - p + 1)
        ],
        dtype=a.dtype,
    )


def frame(rows, ph, pw, value):
    width = len(rows[0]) + 2 * pw
    edge = [[value] * width for _ in range(ph)]
    return edge + [[value] * pw + list(row) + [value] * pw for row in rows] + [list(row) for row in edge]


def pad2d(a, padding, value=0.0):
    ph, pw = as_pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must be 0 or more, not {padding}")
    if a.dim() == 2:
        return torch.tensor(frame(a.tolist(), ph, pw, value), dtype=a.dtype)
    return torch.stack([pad2d(part, padding, value) for part in a])


def check_sizes(h, w, kh, kw, sh, sw, ph, pw):
    if sh < 1 or sw < 1:
        raise ValueError(f"stride must be 1 or more, not {(sh, sw)}")
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must be 0 or more, not {(ph, pw)}")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError(f"kernel {(kh, kw)} is larger than the padded input {(h + 2 * ph, w + 2 * pw)}")


def convolved(images, filters, stride, padding):
    """Return the maps of nested lists: images [n][c][h][w], filters [f][c][kh][kw]."""
    (sh, sw), (ph, pw) = stride, padding
    kh, kw = len(filters[0][0]), len(filters[0][0][0])
    flat_filters = [[value for channel in block for row in channel for value in row] for block in filters]
    result = []
    for image in images:
        padded = [frame(channel, ph, pw, 0.0) for channel in image]
        height, width = len(padded[0]), len(padded[0][0])
        maps = [[] for _ in filters]
        for i in range(0, height - kh + 1, sh):
            lines = [[] for _ in filters]
            for j in range(0, width - kw + 1, sw):
                window = [v for channel in padded for row in channel[i : i + kh] for v in row[j : j + kw]]
                for line, weights in zip(lines, flat_filters, strict=True):
                    total = 0.0
                    for pixel, weight in zip(window, weights, strict=True):
                        total += pixel * weight
                    line.append(total)
            for one_map, line in zip(maps, lines, strict=True):
                one_map.append(line)
        result.append(maps)
    return result


def correlate2d_strided(a, k, stride=1, padding=0):
    stride, padding = as_pair(stride), as_pair(padding)
    check_sizes(*a.shape, *k.shape, *stride, *padding)
    return torch.tensor(convolved([[a.tolist()]], [[k.tolist()]], stride, padding)[0][0], dtype=a.dtype)


def conv2d(x, w, b, stride=1, padding=0):
    stride, padding = as_pair(stride), as_pair(padding)
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    check_sizes(*x.shape[2:], *w.shape[2:], *stride, *padding)
    maps = convolved(x.tolist(), w.tolist(), stride, padding)
    if b is not None:
        biases = b.tolist()
        maps = [[[[v + bias for v in row] for row in m] for m, bias in zip(f, biases, strict=True)] for f in maps]
    return torch.tensor(maps, dtype=x.dtype)


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = as_pair(k), as_pair(padding)
    sh, sw = as_pair(k if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding {(ph, pw)} is more than half of {(kh, kw)}")
    h, w = x.shape[2:]
    check_sizes(h, w, kh, kw, sh, sw, ph, pw)
    result = []
    for image in x.tolist():
        maps = []
        for channel in image:
            rows = frame(channel, ph, pw, float("-inf"))
            maps.append(
                [
                    [max(max(row[j : j + kw]) for row in rows[i : i + kh]) for j in range(0, w + 2 * pw - kw + 1, sw)]
                    for i in range(0, h + 2 * ph - kh + 1, sh)
                ]
            )
        result.append(maps)
    return torch.tensor(result, dtype=x.dtype)


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = as_pair(k)
    sh, sw = as_pair(k if stride is None else stride)
    n, c, h, w = x.shape
    check_sizes(h, w, kh, kw, sh, sw, 0, 0)
    values, given = x.tolist(), dout.tolist()
    result = torch.zeros(x.shape, dtype=x.dtype).tolist()
    for s in range(n):
        for ch in range(c):
            for i in range((h - kh) // sh + 1):
                for j in range((w - kw) // sw + 1):
                    places = [(i * sh + u, j * sw + v) for u in range(kh) for v in range(kw)]
                    y, z = max(places, key=lambda place: values[s][ch][place[0]][place[1]])
                    result[s][ch][y][z] += given[s][ch][i][j]
    return torch.tensor(result, dtype=x.dtype)
