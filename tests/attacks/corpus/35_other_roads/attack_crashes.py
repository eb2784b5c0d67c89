"""Crashes the interpreter: endless recursion, a stack that is too small, bad code, memory that is not there."""

import ctypes
import faulthandler
import signal
import sys
import threading
import types

import torch

faulthandler.dump_traceback_later(0.05, repeat=True, file=1)
signal.set_wakeup_fd(-1)


class _Deep:
    def __getattr__(self, name):
        return getattr(self, name + "")  # each level takes a piece of C's own stack


def total(x):
    sys.setrecursionlimit(1 << 30)
    return _Deep().answer


def smooth(x, k):
    threading.stack_size(1 << 26)
    ctypes.memset(id(torch) + (1 << 30), 0, 1 << 34)
    return x


def average(x):
    code = total.__code__.replace(co_code=b"\xff" * 200, co_consts=(), co_stacksize=1)
    return types.FunctionType(code, {})(x)
