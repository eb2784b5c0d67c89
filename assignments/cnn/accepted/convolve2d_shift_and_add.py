"""A shifted part of the matrix for each entry of the kernel."""

import torch


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = m - p + 1, n - q + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"kernel of {p} x {q}, input of {m} x {n}")
    c = torch.zeros(rows, columns, dtype=a.dtype, device=a.device)
    for u in range(p):
        for v in range(q):
            down, right = p - 1 - u, q - 1 - v
            c += k[u, v] * a[down : down + rows, right : right + columns]
    return c
