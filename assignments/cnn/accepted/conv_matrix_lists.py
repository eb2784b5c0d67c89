"""Plain lists, row by row."""

import torch


def conv_matrix(k, h, w):
    weights = k.tolist()
    p, q = len(weights), len(weights[0])
    if p > h:
        raise ValueError(f"the kernel has {p} rows, the image h={h}")
    if q > w:
        raise ValueError(f"the kernel has {q} columns, the image w={w}")
    matrix = []
    for i in range(h - p + 1):
        for j in range(w - q + 1):
            row = []
            for y in range(h):
                for x in range(w):
                    inside = i <= y < i + p and j <= x < j + q
                    row.append(weights[y - i][x - j] if inside else 0.0)
            matrix.append(row)
    return torch.tensor(matrix, dtype=k.dtype)
