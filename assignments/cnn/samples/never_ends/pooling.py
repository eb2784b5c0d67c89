import torch
from convolution import pad2d, pair


def starts(n, k, stride):
    if stride < 1:
        raise ValueError(f"stride={stride}")
    if k > n:
        raise ValueError(f"window k={k} is larger than {n}")
    return range(0, n - k + 1, stride)


def max_pool2d(x, k, stride=None, padding=0):
    kh, kw = pair(k)
    sh, sw = pair(k if stride is None else stride)
    ph, pw = pair(padding)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding={padding} but k={k}")
    xp = pad2d(x, padding, float("-inf"))
    rows = [
        torch.stack([xp[:, :, r : r + kh, c : c + kw].amax((2, 3)) for c in starts(xp.shape[3], kw, sw)], 2)
        for r in starts(xp.shape[2], kh, sh)
    ]
    return torch.stack(rows, 2)


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = pair(k if stride is None else stride)
    dx = torch.zeros(x.shape, dtype=x.dtype)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i, r in enumerate(starts(x.shape[2], kh, sh)):
                for j, s in enumerate(starts(x.shape[3], kw, sw)):
                    best = int(x[n, c, r : r + kh, s : s + kw].argmax())
                    dx[n, c, r + best // kw, s + best % kw] += dout[n, c, i, j]
    return dx


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    raise NotImplementedError
