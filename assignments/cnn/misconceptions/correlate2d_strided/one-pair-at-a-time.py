"""Give stride and padding as pairs, both in one call. Which stride and which padding do you use for the columns then?
"""

import torch
from convolution import output_size, pad2d


def correlate2d_strided(a, k, stride=1, padding=0):
    if isinstance(stride, tuple):
        sh, sw = stride
        ph = pw = padding
    elif isinstance(padding, tuple):
        sh = sw = stride
        ph, pw = padding
    else:
        sh = sw = stride
        ph = pw = padding
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = pad2d(a, (ph, pw))
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            c[i, j] = (padded[i * sh : i * sh + p, j * sw : j * sw + q] * k).sum()
    return c
