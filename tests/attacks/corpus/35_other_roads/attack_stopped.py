"""Stops itself and never answers: by a signal, in a wait without end, in a read of the grader's own questions."""

import ctypes
import os
import signal
import threading
import time


def average(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 64)))
    os.kill(os.getpid(), signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGTSTP)
    for wait in (
        lambda: os.read(3, 1 << 20),
        lambda: ctypes.CDLL(None).pause(),
        lambda: threading.Event().wait(),
        lambda: time.sleep(1 << 30),
    ):
        threading.Thread(target=wait, daemon=True).start()
    signal.sigwait({signal.SIGUSR1})
    return 0.0
