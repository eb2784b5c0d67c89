"""One of the numbers in D is wrong. Use the check on the sum of D to see by how much."""

import torch


def in_pairs():
    c = [[21, 29, 36], [14, 16, 14], [25, 12, 28]]
    d = [
        [21, 50, 86, 65, 36],
        [35, 17, 43, 13, 50],
        [60, 75, 147, 93, 78],
        [39, -8, 73, -14, 42],
        [25, 37, 65, 40, 28],
    ]
    e = [[483]]
    return torch.tensor(c), torch.tensor(d), torch.tensor(e)
