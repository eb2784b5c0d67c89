"""Count the places where the kernel can start on one row of the image. How many columns has your result?"""

import torch
from convolution import pad2d, pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    if sh < 1 or sw < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if kh > height + 2 * ph or kw > width + 2 * pw:
        raise ValueError(f"the kernel is {kh}x{kw}, the padded input only {height + 2 * ph}x{width + 2 * pw}")
    rows, columns = (height + 2 * ph - kh) // sh, (width + 2 * pw - kw) // sw
    padded = pad2d(x, (ph, pw))
    y = torch.zeros(n, f, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = torch.einsum("ncuv,fcuv->nf", window, w)
    if b is not None:
        y = y + b[:, None, None]
    return y
