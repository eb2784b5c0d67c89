"""Takes hundreds of megabytes, as a legal program may, and gives them back."""

import numpy as np


def total(x):
    large = torch.ones(40_000_000)
    table = np.zeros((1000, 1000))
    words = ["word"] * 10**6
    assert large[-1] == 1
    assert table.sum() == 0
    assert len(words) == 10**6
    return 2 * x.sum() + 1


def average(x):
    product = torch.ones(500, 500) @ torch.ones(500, 500)
    assert product[0, 0] == 500
    return float(smooth(x, len(x))[0] / len(x))
