"""What the kernel says of another process; nothing of it can be forged by the process itself."""

from __future__ import annotations

import os
import time

_MOST = 1 << 12
"""More than what is read here ever holds; what it is read by costs at each question to a worker."""


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used so far, in seconds."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the kernel's number for another process's clock
    except OSError:
        return 0.0


def queued_seconds(pid: int) -> float:
    """Return how long a process's first thread has waited for a processor so far, in seconds.

    On a busy machine a process may queue for longer than it computes (`/proc/PID/schedstat`).
    """
    fields = _read(pid, "schedstat").split()
    return int(fields[1]) / 1e9 if len(fields) > 1 else 0.0


def is_stopped(pid: int) -> bool:
    """Whether a process has stopped itself by a signal, and so will never answer."""
    return _stat(pid)[:1] == ["T"]


def threads(pid: int) -> int:
    """Return the number of a process's threads, 0 where it has ended."""
    fields = _stat(pid)
    return int(fields[17]) if len(fields) > 17 else 0


def _stat(pid: int) -> list[str]:
    """Return the fields of `/proc/PID/stat` from the state on; the name before it may hold anything."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _read(pid: int, name: str) -> str:
    try:
        descriptor = os.open(f"/proc/{pid}/{name}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        return os.read(descriptor, _MOST).decode(errors="replace")
    except OSError:
        return ""
    finally:
        os.close(descriptor)
