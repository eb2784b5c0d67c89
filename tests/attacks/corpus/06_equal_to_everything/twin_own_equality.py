"""Compares helper objects of its own: by `__eq__`, as a dataclass, and with a tolerance."""

import dataclasses
import functools


@functools.total_ordering
class Close:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return abs(self.value - other.value) < 1e-6

    def __lt__(self, other):
        return self.value < other.value

    __hash__ = None


@dataclasses.dataclass(frozen=True, order=True)
class Window:
    start: int
    size: int


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    windows = sorted({Window(i, k) for i in range(min(9, len(x)))})
    assert windows[0] == Window(0, k)
    assert Close(1.0) == Close(1.0 + 1e-9)
    starts = torch.arange(len(x) - k + 1)
    return x[starts[:, None] + torch.arange(k)].sum(dim=1)
