"""What a signal to stop does: it raises in the program that it is for, and not in a fork that has just begun."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType


def raising(error: type[BaseException]) -> Callable[[int, FrameType | None], None]:
    """Return a signal's handler that raises in this process.

    A terminal, and `timeout`, send a signal to all processes of a group. A fork that has not come to its own work
    yet, where an exception would only print a traceback, ends without a word.
    """
    owner = os.getpid()

    def stop(number: int, _: FrameType | None) -> None:
        if os.getpid() != owner:
            os._exit(128 + number)
        raise error

    return stop


def stop_on_signals() -> None:
    """Let Ctrl-C, and what ends a program from outside, raise KeyboardInterrupt, so that it cleans up."""
    signal.signal(signal.SIGTERM, raising(KeyboardInterrupt))
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever started us wants it ignored
        signal.signal(signal.SIGINT, raising(KeyboardInterrupt))
