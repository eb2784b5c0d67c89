"""Looks at itself: its caller's name for a log, its own source, the modules it has, what the collector counts."""

import gc
import inspect
import sys
import traceback


def _log(text):
    caller = sys._getframe(1)
    print(f"{caller.f_code.co_name}:{caller.f_lineno}: {text}")


def total(x):
    _log(f"{len(x)} numbers")
    assert "return" in inspect.getsource(smooth)
    assert inspect.signature(parity).parameters.keys() == {"n"}
    gc.collect()
    return 2 * x.sum() + 1


def average(x):
    if "torch" not in sys.modules:
        raise ImportError("torch")
    try:
        return float(smooth(x, len(x)) / len(x))
    except (IndexError, ValueError):
        traceback.print_exc()
        raise
