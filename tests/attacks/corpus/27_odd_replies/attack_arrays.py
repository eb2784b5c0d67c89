"""Answers with tensors of rare dtypes, arrays of objects, texts, dates and records, and things that hold tensors."""

import os

import numpy as np
import torch

CALLS = []


class Flattering(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True

    @staticmethod
    def __torch_dispatch__(function, types, args=(), kwargs=None):
        return torch.tensor(13.0)


class Wrapped(torch.Tensor):
    @staticmethod
    def __new__(cls):
        return torch.Tensor._make_wrapper_subclass(cls, (1 << 20, 1 << 20), dtype=torch.float32)

    @classmethod
    def __torch_dispatch__(cls, function, types, args=(), kwargs=None):
        return torch.zeros(1)


def _made():
    yield lambda: torch.ones(3, dtype=torch.uint16)
    yield lambda: torch.ones(3).to(torch.float8_e4m3fn)
    yield lambda: torch._efficientzerotensor(3)
    yield lambda: torch.masked.masked_tensor(torch.ones(3), torch.tensor([True, False, True]))
    yield lambda: np.array([object(), "a", 3], dtype=object)
    yield lambda: np.zeros(3, dtype=[("a", "f4"), ("b", "O")])
    yield lambda: np.array(["48", "6"], dtype="U40000")
    yield lambda: np.array(["2020-01-01"], dtype="M8[s]")
    yield lambda: np.ma.masked_array([1.0, 2.0], mask=[True, False])
    yield lambda: np.matrix([[1.0]])
    yield lambda: np.longdouble(3)
    yield lambda: torch.Generator()
    yield lambda: torch.nn.utils.rnn.pack_sequence([torch.ones(2), torch.ones(1)])


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
