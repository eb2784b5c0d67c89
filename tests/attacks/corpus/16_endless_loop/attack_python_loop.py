"""Loops for ever while the file is imported, and lets no exception and no signal end it."""

import contextlib
import signal

for number in signal.valid_signals():
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    with contextlib.suppress(BaseException):
        while True:
            pass
