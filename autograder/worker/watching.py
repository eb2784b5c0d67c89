"""Refuses the roads around a ban that lead through Python's own doors: ctypes, and fresh copies of library files.

Python tells an audit hook of each; a hook cannot be taken away. What it does not tell of stays open: a pointer that
is read, written or called by its number.
"""

from __future__ import annotations

import ctypes
import re
import sys
from types import CodeType
from typing import Any

from autograder.kit.forbidden import Ban

_HARMLESS = frozenset(
    f"ctypes.{event}"
    for event in ("addressof", "cdata", "create_string_buffer", "create_unicode_buffer", "get_errno", "set_errno")
)
"""What does not lead to compiled code. NumPy's `as_ctypes` needs `cdata`, which a cast of a number comes to as well."""

_LIBRARIES = frozenset({"libnvidia-ml.so.1"})
"""What `torch.cuda.device_count` opens."""

_SYMBOLS = re.compile(r"nvml\w+")
_COPIED = re.compile(r"/(torch/_refs/__init__|torch/_decomp/decompositions|numpy/lib/_?arraypad(_impl)?)\.py$")
"""Library files in Python that do what a family rules out: the ban knows their functions as they were imported."""

_RUN = frozenset({"exec", "function.__new__", "object.__setattr__"})
"""Events that end with a function's or a module's code, or begin with it."""

_COMPILED = "compiled code cannot be looked up or called by ctypes in this exercise: write it with torch and NumPy"
_COPY = "this file of a library cannot be run again in this exercise: import the library"


def watch(ban: Ban) -> None:
    """Refuse from now on, and for good, what goes around a ban that is sealed; all that needs ctypes must be done."""
    # All that the hook needs is its own: a student's program may change modules and builtins.
    kept = (type, str, CodeType, PermissionError, _HARMLESS, _LIBRARIES, _SYMBOLS.fullmatch, _RUN, _COPIED.search)

    def hook(event: str, args: tuple[Any, ...], kept: tuple[Any, ...] = (*kept, ban, _COMPILED, _COPY)) -> None:
        kind, text, code, refusal, harmless, libraries, is_allowed, run, is_copied, ban, compiled, copied = kept
        if event.startswith("ctypes."):
            if event in harmless:
                return
            if event == "ctypes.dlopen" and kind(args[0]) is text and args[0] in libraries:
                return
            if event == "ctypes.dlsym" and kind(args[1]) is text and is_allowed(args[1]):
                return
            raise refusal(compiled)
        if event in run and not ban.importing:
            for thing in (args[0], args[-1]):
                if kind(thing) is code and is_copied(thing.co_filename):
                    raise refusal(copied)

    ctypes.pythonapi["PyObject_GC_UnTrack"](ctypes.py_object(hook))  # the collector would show it
    sys.addaudithook(hook)
