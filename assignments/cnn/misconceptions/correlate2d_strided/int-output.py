"""Print the dtype of the array that you fill. What becomes of 0.5 in it?"""

import numpy as np
import torch
from convolution import output_size, pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = pad2d(a, (ph, pw))
    c = np.zeros((rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            c[i, j] = (window * k).sum()
    return torch.tensor(c, dtype=a.dtype)
