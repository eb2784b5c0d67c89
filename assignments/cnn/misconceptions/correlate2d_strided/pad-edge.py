"""Print your padded image. What does the frame hold, and what does the docstring say of it?"""

import torch
import torch.nn.functional as F
from convolution import output_size, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = F.pad(a[None, None], (pw, pw, ph, ph), mode="replicate")[0, 0]
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return c
