"""Starts many threads with large stacks, and makes each of them use all of its stack."""

import contextlib
import sys
import threading
import time

sys.setrecursionlimit(10**6)
threading.stack_size(96 << 20)
GATE = threading.Event()


def _descend(depth):
    if depth:
        # A key function is called from C, so that every level takes a piece of the stack.
        return sorted([depth], key=lambda _: _descend(depth - 1))
    GATE.wait(2)
    return []


def total(x):
    with contextlib.suppress(RuntimeError, MemoryError):
        for _ in range(64):
            threading.Thread(target=_descend, args=(4000,), daemon=True).start()
            time.sleep(0)
    return x.sum()
