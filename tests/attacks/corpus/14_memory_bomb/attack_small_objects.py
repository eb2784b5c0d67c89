"""Takes memory in very many pieces that are too small to be mapped, for a while in every call, and keeps them all."""

import time

KEPT = {}


def total(x):
    until = time.process_time() + 0.3
    try:
        while time.process_time() < until:
            KEPT[len(KEPT)] = [bytes(8000) for _ in range(1000)]
    except MemoryError:
        KEPT["full"] = True
    return x.sum()


def parity(n):
    try:
        KEPT["text"] = "autograder-attack" * (1 << 40)
    except MemoryError:
        KEPT["text"] = ""
    return n % 2 == 0
