"""Sums by a recursion two thousand levels deep, and catches one that never ends."""

import functools
import sys

sys.setrecursionlimit(5000)


@functools.cache
def _steps(n):
    return n if n == 0 else _steps(n - 1) + 1


def _without_end(n):
    return _without_end(n + 1)


def parity(n):
    try:
        _without_end(n)
    except RecursionError:
        steps = _steps(2000)
    return (n + steps) % 2 == 0
