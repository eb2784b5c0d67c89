"""Files, signals and abstract sockets that student code can reach, by the kernel's Landlock.

Rights and structures: Linux's `include/uapi/linux/landlock.h`; what a kernel lacks is left out by its ABI version.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from autograder.worker import syscalls

WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, MAKE_SYM, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 12, 1 << 13, 1 << 14
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE
_ON_FILES = READ_FILE | WRITE_FILE | TRUNCATE | 1 | 1 << 15

_RULE_PATH_BENEATH = 1
_SET_VERSION = 1


def version() -> int:
    """Return the kernel's Landlock ABI, or 0 where it has none."""
    if syscalls.architecture() is None:
        return 0
    try:
        return syscalls.call("landlock_create_ruleset", None, ctypes.c_size_t(0), ctypes.c_uint32(_SET_VERSION))
    except OSError:
        return 0


def _handled(abi: int) -> tuple[int, bytes]:
    """Return the file rights that are governed and the ruleset's structure for this ABI."""
    bits = 13 + (abi >= 2) + (abi >= 3) + (abi >= 5)
    files = (1 << bits) - 1
    packed = struct.pack("<Q", files)
    if abi >= 4:
        packed += struct.pack("<Q", 0b11)  # bind and connect by TCP
    if abi >= 6:
        packed += struct.pack("<Q", 0b11)  # abstract sockets and signals
    return files, packed


def restrict(readable: Iterable[Path | int], writable: Iterable[Path], devices: Iterable[Path]) -> None:
    """Confine this process, for good: what is not named cannot be opened; `no_new_privs` must be set.

    Args:
        readable: Folders and files to read; a folder may be given by a descriptor that is open on it.
        writable: Folders to write in.
        devices: Device files to read and write.
    """
    handled, packed = _handled(version())
    attributes = ctypes.create_string_buffer(packed, len(packed))
    size = ctypes.c_size_t(len(packed))
    ruleset = syscalls.call("landlock_create_ruleset", ctypes.byref(attributes), size, ctypes.c_uint32(0))
    try:
        for place in readable:
            _allow(ruleset, place, READ & handled)
        for place in writable:
            _allow(ruleset, place, WRITE & handled)
        for place in devices:
            _allow(ruleset, place, (READ_FILE | WRITE_FILE) & handled)
        syscalls.call("landlock_restrict_self", ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, place: Path | int, rights: int) -> None:
    try:
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC) if isinstance(place, Path) else os.dup(place)
    except OSError:
        return  # what cannot be reached needs no right
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _ON_FILES
        rule = ctypes.create_string_buffer(struct.pack("<Qi", rights, descriptor), 12)
        kind, flags = ctypes.c_int(_RULE_PATH_BENEATH), ctypes.c_uint32(0)
        syscalls.call("landlock_add_rule", ctypes.c_int(ruleset), kind, ctypes.byref(rule), flags)
    finally:
        os.close(descriptor)
