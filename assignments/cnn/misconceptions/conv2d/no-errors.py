"""Try a stride of 0, a negative padding, and a kernel that is too large. Which exception does each give?"""

import torch
from convolution import pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    rows, columns = (height + 2 * ph - kh) // sh + 1, (width + 2 * pw - kw) // sw + 1
    padded = torch.zeros(n, c, height + 2 * ph, width + 2 * pw, dtype=x.dtype)
    padded[:, :, ph : ph + height, pw : pw + width] = x
    y = torch.zeros(n, f, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = torch.einsum("ncuv,fcuv->nf", window, w)
    if b is not None:
        y = y + b[:, None, None]
    return y
