"""Reads and changes what pybind11 keeps of torch's C++ objects and functions, where torch itself has no way to.

Nothing is changed before it was seen to lie where it is expected: a torch or a Python that keeps it elsewhere is
refused.
"""

from __future__ import annotations

import ctypes
from typing import Any

_HEAD = object.__basicsize__
"""What every object begins with: its count of references and its type."""


class SealError(Exception):
    """This torch cannot be sealed: nothing may be graded."""


def value_of(instance: object) -> int:
    """Return the address of the C++ object that an instance of pybind11's stands for and owns."""
    return int(_value_and_owner(instance)[0])


def forget_value(instance: object) -> None:
    """Cut an instance off from its C++ object, which then lives as long as the process, out of reach."""
    words = _value_and_owner(instance)
    words[0] = words[1] = 0


def swap_function(function: object, harmless: object) -> None:
    """Make a function of pybind11's do what another one does, also for those who have it by another name already."""
    words = [_record_of(function), _record_of(harmless)]
    ctypes.pythonapi["Py_IncRef"](ctypes.py_object(harmless.__self__))  # type: ignore[attr-defined]  # checked above
    words[0].value = words[1].value


def _value_and_owner(instance: object) -> Any:
    """Return the two words behind an instance's head; they are equal where it is the only owner of its value."""
    if type(instance).__basicsize__ < _HEAD + 2 * ctypes.sizeof(ctypes.c_size_t):
        raise SealError(f"{type(instance).__name__} is no object of pybind11's: this torch is not known")
    words = (ctypes.c_size_t * 2).from_address(id(instance) + _HEAD)
    if not words[0] or words[0] != words[1]:
        raise SealError(
            f"{type(instance).__name__} keeps its value where it is not looked for: this torch is not known"
        )
    return words


def _record_of(function: object) -> Any:
    """Return the word in which a compiled function has its record, the object that it is bound to."""
    word = ctypes.c_size_t.from_address(id(function) + _HEAD + ctypes.sizeof(ctypes.c_size_t))
    if type(function) is not type(len) or word.value != id(function.__self__):  # type: ignore[attr-defined]
        raise SealError(f"{function!r} keeps its record where it is not looked for: this Python is not known")
    return word
