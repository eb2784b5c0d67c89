"""Answers with keys that are no text, texts that no file can hold, and thousands of values."""

import math
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
    yield lambda: {1: 2, None: 3, (1, 2): 4, 2.5: 5, math.nan: 6, float("nan"): 7}
    yield lambda: {True: 1, "True": 2, b"bytes": 3}
    yield lambda: {i * (2**61 - 1): i for i in range(999)}
    yield lambda: "half a pair: \ud800"
    yield lambda: {"\udfff": "\ud800"}
    yield lambda: "\0" * 65_536
    yield lambda: "é" * 70_000
    yield lambda: ["x" * 60_000] * 1000
    yield lambda: [[]] * 90_000
    yield lambda: {1, 2, 3}
    yield lambda: b"\x80\x04K\x01."
    yield lambda: type
    yield lambda: ...
    yield lambda: NotImplemented
    yield lambda: slice(_deep(40), 1 << 600, "x")
    yield lambda: {"nonce": 1, "value": 2, "error": {"kind": "raised"}}
    yield lambda: {"tensor": ["float32", [3], 0]}


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
