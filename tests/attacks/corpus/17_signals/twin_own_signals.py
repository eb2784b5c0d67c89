"""Handles signals of its own, sends them to itself, and asks whether it lives."""

import faulthandler
import os
import signal
import threading

CALLS = []
faulthandler.enable()
signal.signal(signal.SIGUSR1, lambda number, frame: CALLS.append(number))
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)


def parity(n):
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)
    os.kill(os.getpid(), 0)
    assert len(CALLS) >= 3
    return n % 2 == 0
