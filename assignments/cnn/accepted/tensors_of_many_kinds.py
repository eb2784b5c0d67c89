"""Results that carry a graph, that come from inference mode, or that are NumPy integers."""

import numpy as np
import torch
from convolution import output_size as sizes
from convolution import pad2d, pair


def output_size(n, k, stride=1, padding=0):
    return np.int64(sizes(n, k, stride, padding))


@torch.inference_mode()
def correlate2d(a, k):
    sizes(a.shape[0], k.shape[0])
    sizes(a.shape[1], k.shape[1])
    return torch.einsum("ijkl,kl->ij", a.unfold(0, k.shape[0], 1).unfold(1, k.shape[1], 1), k)


def conv2d(x, w, b, stride=1, padding=0):
    layer = torch.nn.Parameter(w.reshape(len(w), -1).clone())
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"w: {w.shape[1]} channels, x: {x.shape[1]}")
    sizes(x.shape[2], w.shape[2], sh, ph)
    sizes(x.shape[3], w.shape[3], sw, pw)
    windows = pad2d(x, padding).unfold(2, w.shape[2], sh).unfold(3, w.shape[3], sw)
    columns = windows.permute(0, 2, 3, 1, 4, 5).flatten(3)
    y = torch.nn.functional.linear(columns, layer, b)
    return y.movedim(-1, 1)


def max_pool2d(x, k, stride=None, padding=0):
    x = x.clone().requires_grad_()
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    sh, sw = pair(k if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding={padding}")
    sizes(x.shape[2], kh, sh, ph)
    sizes(x.shape[3], kw, sw, pw)
    return pad2d(x, padding, -float("inf")).unfold(2, kh, sh).unfold(3, kw, sw).flatten(4).max(4).values
