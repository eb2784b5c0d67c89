"""Starts threads until no more can be had, each of which waits for ever and starts another when one ends."""

import _thread
import threading

threading.stack_size(1 << 16)
GATE = threading.Lock()
GATE.acquire()
STARTED = []


def _wait():
    try:
        GATE.acquire()
    finally:
        _thread.start_new_thread(_wait, ())


try:
    while True:
        STARTED.append(_thread.start_new_thread(_wait, ()))
except RuntimeError as error:
    print(len(STARTED) > 100, error)
