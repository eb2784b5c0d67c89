"""Call your function with and without padding. Does the size of the result change as it should?"""

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
    padded = pad2d(x, (ph, pw))
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    y = torch.einsum("ncijuv,fcuv->nfij", windows, w)
    if b is not None:
        y = y + b[:, None, None]
    return y
