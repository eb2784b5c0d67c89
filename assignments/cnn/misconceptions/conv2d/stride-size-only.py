"""With stride 2, at which column does the window of your entry (0, 1) start, and at which should it?"""

import torch
from convolution import output_size, pad2d, pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    rows, columns = output_size(height, kh, sh, ph), output_size(width, kw, sw, pw)
    padded = pad2d(x, (ph, pw))
    y = torch.zeros(n, f, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i : i + kh, j : j + kw]
            y[:, :, i, j] = torch.einsum("ncuv,fcuv->nf", window, w)
    if b is not None:
        y = y + b[:, None, None]
    return y
