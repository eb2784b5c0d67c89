"""Try the strides (0, 1) and (1, 0), then the same with a negative padding. Is each of them refused?"""

import torch
from convolution import pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    if sh < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if ph < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if p > m + 2 * ph:
        raise ValueError(f"the kernel has {p} rows, the padded matrix only {m + 2 * ph}")
    rows, columns = (m + 2 * ph - p) // sh + 1, (n + 2 * pw - q) // sw + 1
    padded = pad2d(a, (ph, pw))
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return c
