"""Count the places where the kernel can start on one row of the image. How many columns has your result?"""

import torch
from convolution import pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    if sh < 1 or sw < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if p > m + 2 * ph or q > n + 2 * pw:
        raise ValueError(f"the kernel is {p}x{q}, the padded input only {m + 2 * ph}x{n + 2 * pw}")
    rows, columns = (m + 2 * ph - p) // sh, (n + 2 * pw - q) // sw
    padded = pad2d(a, (ph, pw))
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return c
