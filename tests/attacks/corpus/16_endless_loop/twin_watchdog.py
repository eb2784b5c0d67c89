"""Limits its own search by a timer, an alarm and a thread that waits."""

import signal
import threading


class TooLong(Exception):
    pass


def _ring(number, frame):
    raise TooLong


def total(x):
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        while True:
            pass
    except TooLong:
        done = threading.Event()
        threading.Timer(0.01, done.set).start()
        assert done.wait(1)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return 2 * x.sum() + 1
