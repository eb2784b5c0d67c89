"""Counts its calls in a thread in the background that ends with the program."""

import queue
import threading

CALLS = queue.Queue()
SEEN = []


def _count():
    while (call := CALLS.get()) is not None:
        SEEN.append(call)


threading.Thread(target=_count, daemon=True).start()


def parity(n):
    CALLS.put(n)
    return n % 2 == 0
