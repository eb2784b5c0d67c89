"""Answers with lists that are ragged, cyclic or deep, endless generators, and numbers that lie about themselves."""

import itertools
import os

CALLS = []


class Liar(int):
    def __int__(self):
        return 13

    def bit_length(self):
        return 1

    def __repr__(self):
        return "13"

    __str__ = __repr__


class Equal(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def _deep(count):
    value = []
    for _ in range(count):
        value = [value]
    return value


def _cyclic():
    value = [1, {}]
    value.append(value)
    value[1]["again"] = value
    return value


def _made():
    yield lambda: [[1, 2], [3], [[4]], 5]
    yield _cyclic
    yield lambda: _deep(10_000)
    yield lambda: _deep(33)
    yield lambda: 10**10_000
    yield lambda: Liar(1 << 4000)
    yield lambda: -(1 << 512)
    yield lambda: Equal(3)
    yield lambda: itertools.count()
    yield lambda: (x for x in iter(int, 1))
    yield lambda: range(10**9)


MADE = list(_made())


def _next():
    """Give another one at each call, also where the last one cost the process its life."""
    CALLS.append(0)
    return MADE[(len(CALLS) + int(os.path.basename(os.getcwd()))) % len(MADE)]()


def total(x):
    return _next()


def smooth(x, k):
    return _next()


def average(x):
    return _next()


def parity(n):
    return _next()
