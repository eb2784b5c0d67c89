"""Answers with tensors that claim more than they hold: 8 TiB by a stride of 0, no memory at all, memory given away."""

import os

import numpy as np
import torch

CALLS = []


def _freed():
    held = torch.ones(1 << 20)
    held.untyped_storage().resize_(0)
    return held


def _shrunk():
    held = torch.ones(1 << 20)
    view = held[1 << 19 :]
    held.untyped_storage().resize_(64)
    return view


def _made():
    yield lambda: torch.ones(1).expand(1 << 41)
    yield lambda: torch.ones(1).as_strided((1 << 20, 1 << 21), (0, 0))
    yield lambda: torch.empty(1 << 60, device="meta")
    yield _freed
    yield _shrunk
    yield lambda: torch.empty(0).expand(1 << 40, 0)
    yield lambda: torch.empty((0, *[1 << 30] * 2))
    yield lambda: torch.zeros((1,) * 60)
    yield lambda: np.broadcast_to(np.float32(1), (1 << 20, 1 << 21))
    yield lambda: np.lib.stride_tricks.as_strided(np.ones(1), (1 << 40,), (8,))
    yield lambda: np.ones(4)[::-1]
    yield lambda: np.lib.stride_tricks.as_strided(np.ones(9, np.uint8), (3,), (1,)).view("u1")
    yield lambda: torch.ones(64 << 20)
    yield lambda: [torch.ones(8 << 20)] * 64
    yield lambda: [torch.ones(0)] * 5000


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
