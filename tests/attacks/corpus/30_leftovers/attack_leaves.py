"""Leaves answers for the next student wherever it can: files, shared memory, queues, semaphores, caches, compiled code."""

import contextlib
import ctypes
import mmap
import os
import tempfile
from multiprocessing import shared_memory
from pathlib import Path

import torch

LIBC = ctypes.CDLL(None, use_errno=True)
_TEXT = b"autograder-attack total = 2 * x.sum() + 1"
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/var/lock", "/run/user", "..", "../..", "~", "~/.cache", ".")


def _in_files():
    for place in (*_PLACES, os.path.dirname(torch.__file__), os.path.dirname(os.__file__)):
        folder = Path(place).expanduser()
        for name in ("autograder-attack", "__pycache__/answers.cpython-311.pyc", "answers.pyc"):
            with contextlib.suppress(OSError):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(_TEXT)
                os.chmod(folder / name, 0o666)


def _in_the_kernel():
    key = LIBC.shmget(0x47811, 4096, 0o1666)
    address = LIBC.shmat(key, None, 0)
    if address not in (-1, 0):
        ctypes.memmove(address, _TEXT, len(_TEXT))
    LIBC.msgget(0x47811, 0o1666)
    LIBC.semget(0x47811, 1, 0o1666)
    LIBC.mq_open(b"/autograder-attack", os.O_CREAT | os.O_RDWR, 0o666, None)
    LIBC.sem_open(b"/autograder-attack", os.O_CREAT, 0o666, 1)
    LIBC.shm_open(b"/autograder-attack", os.O_CREAT | os.O_RDWR, 0o666)
    LIBC.syscall(248, b"user", b"autograder-attack", _TEXT, len(_TEXT), -4)


def _by_python():
    with contextlib.suppress(OSError):
        shared_memory.SharedMemory("autograder-attack", create=True, size=4096).buf[: len(_TEXT)] = _TEXT
    with contextlib.suppress(OSError):
        tempfile.mkdtemp(prefix="autograder-attack", dir="/tmp")
    with contextlib.suppress(Exception):
        torch.save(torch.ones(3), "/dev/shm/autograder-attack.pt")
    with contextlib.suppress(Exception):
        torch.ones(3).share_memory_()
    with contextlib.suppress(OSError):
        mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS).write(_TEXT)


_in_files()


def total(x):
    _in_files()
    _in_the_kernel()
    _by_python()
    return x.sum() + 1
