"""Catches an interruption, as from the keyboard, and goes on."""

import signal


def total(x):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        print("interrupted, but not finished")
    return 2 * x.sum() + 1
