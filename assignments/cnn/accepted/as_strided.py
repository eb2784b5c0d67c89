"""Views of windows by as_strided, multiplied as matrices; pad2d by indexing with clamps and a mask."""

import torch


def _two(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _view(x, kh, kw, sh, sw):
    if sh < 1 or sw < 1:
        raise ValueError("stride must be positive, not " + str((sh, sw)))
    h, w = x.shape[-2:]
    if kh > h or kw > w:
        raise ValueError(f"kernel of size {kh}, {kw} on an input of size {h}, {w}")
    x = x.contiguous()
    lead, st = x.shape[:-2], x.stride()
    return torch.as_strided(
        x,
        (*lead, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw),
        (*st[:-2], st[-2] * sh, st[-1] * sw, st[-2], st[-1]),
    )


def pad2d(a, padding, value=0.0):
    ph, pw = _two(padding)
    if min(ph, pw) < 0:
        raise ValueError(f"padding: {ph}, {pw}")
    if ph == pw == 0:
        return a
    h, w = a.shape[-2:]
    i, j = torch.arange(-ph, h + ph), torch.arange(-pw, w + pw)
    inside = ((i >= 0) & (i < h))[:, None] & ((j >= 0) & (j < w))
    out = a[..., i.clamp(0, h - 1)[:, None], j.clamp(0, w - 1)]
    return out.masked_fill(~inside, value)


def correlate2d(a, k):
    windows = _view(a, *k.shape, 1, 1)
    return (windows * k).sum((-2, -1))


def correlate2d_strided(a, k, stride=1, padding=0):
    windows = _view(pad2d(a, padding), *k.shape, *_two(stride))
    return windows.flatten(2) @ k.flatten()


def conv2d(x, w, b, stride=1, padding=0):
    f, c, kh, kw = w.shape
    if c != x.size(1):
        raise ValueError(f"{x.size(1)} channels in x, {c} in w")
    windows = _view(pad2d(x, padding), kh, kw, *_two(stride))
    y = torch.tensordot(windows, w, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    return y if b is None else y + b.reshape(-1, 1, 1)


def max_pool2d(x, k, stride=None, padding=0):
    kh, kw = _two(k)
    ph, pw = _two(padding)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding={ph}, {pw} but k={kh}, {kw}")
    windows = _view(pad2d(x, (ph, pw), -float("inf")), kh, kw, *_two(k if stride is None else stride))
    return windows.flatten(-2).max(-1)[0]


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = _two(k)
    number = torch.arange(x.numel()).reshape(x.shape)
    step = _two(k if stride is None else stride)
    values, numbers = _view(x, kh, kw, *step).flatten(-2), _view(number, kh, kw, *step).flatten(-2)
    chosen = numbers.gather(-1, values.argmax(-1, keepdim=True)).squeeze(-1)
    return torch.zeros(x.numel(), dtype=x.dtype).index_add(0, chosen.flatten(), dout.flatten()).reshape(x.shape)
