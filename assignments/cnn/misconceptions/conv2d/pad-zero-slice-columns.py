"""Call it with padding=(2, 0). Which columns does the slice select into which you copy the images?"""

import torch
from convolution import output_size, pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    rows, columns = output_size(height, kh, sh, ph), output_size(width, kw, sw, pw)
    if (ph, pw) == (0, 0):
        padded = x
    else:
        padded = torch.zeros(n, c, height + 2 * ph, width + 2 * pw, dtype=x.dtype)
        padded[:, :, ph : height + ph, pw:-pw] = x
    y = torch.zeros(n, f, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = torch.einsum("ncuv,fcuv->nf", window, w)
    if b is not None:
        y = y + b[:, None, None]
    return y
