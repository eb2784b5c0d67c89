"""Print two maps of the same image. Do they differ, as their filters do?"""

import torch
from convolution import output_size, pad2d, pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    rows, columns = output_size(height, kh, sh, ph), output_size(width, kw, sw, pw)
    padded = pad2d(x, (ph, pw))
    windows = padded.unfold(2, kh, sh).unfold(3, kw, sw)
    y = torch.zeros(n, f, rows, columns, dtype=x.dtype)
    for number in range(f):
        one_map = torch.einsum("ncijuv,cuv->nij", windows, w[number])
        y[:] = one_map[:, None]
    if b is not None:
        y = y + b[:, None, None]
    return y
