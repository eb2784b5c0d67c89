"""Tries a table that does not fit into memory, and takes a smaller one when it is told so."""

import numpy as np


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    try:
        table = np.zeros((len(x), 1 << 40))
    except MemoryError:
        table = np.zeros((len(x), k))
    try:
        torch.empty(1 << 45)
    except RuntimeError as error:
        print("no room:", str(error)[:60])
    assert table.shape[1] == k
    return x.unfold(0, k, 1).sum(1)
