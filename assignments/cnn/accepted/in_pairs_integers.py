"""Typed in from paper, as tensors of integers, in a list."""

import torch


def in_pairs():
    c = torch.tensor([[21, 29, 36], [14, 16, 14], [25, 12, 28]])
    d = torch.tensor(
        [
            [21, 50, 86, 65, 36],
            [35, 17, 43, -13, 50],
            [60, 75, 147, 93, 78],
            [39, -8, 73, -14, 42],
            [25, 37, 65, 40, 28],
        ],
        dtype=torch.int32,
    )
    e = torch.tensor([[483]])
    return [c, d, e]
