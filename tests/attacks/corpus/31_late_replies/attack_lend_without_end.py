"""Asks without end for what is lent to it, for what is not, with arguments that no reference can take."""

import gc
import threading

import torch


def _lender():
    gc.unfreeze()
    return next((thing for thing in gc.get_objects() if type(thing).__name__ == "Lent"), None)


def _ask_without_end(lender):
    while True:
        for name, arguments in (
            ("nothing", []),
            ("smooth", [torch.ones(1 << 20), 1000]),
            ("smooth", ["text", {"k": [1, [2, [3]]]}]),
            ("smooth", [object(), lambda: None]),
        ):
            lender._pipes.send({"lend": name, "args": lender._there(arguments), "kwargs": {}})


def average(x):
    smooth(x, 1)  # the exercise above, or what is lent
    lender = _lender()
    if lender is not None and getattr(smooth, "__closure__", None):
        for _ in range(2):
            threading.Thread(target=_ask_without_end, args=(lender,), daemon=True).start()
        _ask_without_end(lender)
    return 0.0
