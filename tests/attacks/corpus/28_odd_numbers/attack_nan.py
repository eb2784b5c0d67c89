"""Answers NaN wherever a number is asked for: of every type, signed, signalling, in scalars, tensors and arrays."""

import math
import struct

import numpy as np
import torch

CALLS = []
MADE = (
    math.nan,
    -math.nan,
    float(np.float16("nan")),
    struct.unpack("<d", b"\x01\0\0\0\0\0\xf0\x7f")[0],
    np.float64("nan"),
    complex(math.nan, math.inf),
    torch.tensor(math.nan),
    torch.tensor(math.nan, dtype=torch.float64),
    torch.tensor(complex(0, math.nan)),
    np.array(math.nan),
    [math.nan] * 3,
)


def _next():
    CALLS.append(0)
    return MADE[len(CALLS) % len(MADE)]


def total(x):
    return _next() if len(x) > 3 else torch.tensor(math.nan, dtype=x.dtype)


def smooth(x, k):
    return x.new_full((max(0, len(x) - k + 1),), math.nan)


def average(x):
    return _next() if len(x) == 1 else math.nan


def parity(n):
    return math.nan if n < 9 else _next()
