"""Changes the tensor that it has returned, and frees its memory, from threads that go on while it is sent."""

import threading

import torch

HELD = []


def _change(held):
    while True:
        held.fill_(13.0)
        held.fill_(-1.0)
        held.resize_(1 << 20)
        held.resize_(1)
        held.untyped_storage().resize_(8)


def _given(made):
    HELD.append(made)
    threading.Thread(target=_change, args=(made,), daemon=True).start()
    return made


def total(x):
    return _given(torch.ones(1, dtype=x.dtype))


def smooth(x, k):
    return _given(torch.ones(1 << 20, dtype=x.dtype))


def average(x):
    grows = [3.5]
    threading.Thread(target=lambda: [grows.extend([grows] * 1000) for _ in range(100)], daemon=True).start()
    return grows
