"""Ends what a submission started and has not ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

LONGEST_SECONDS = 5.0
"""A process that has been killed is gone in milliseconds; one that is not by then hangs in the kernel."""


class LeftoverError(OSError):
    """A process of a submission could not be ended."""


def kill_all_of(uid: int) -> None:
    """Kill whatever runs as this user and wait until it is gone; needs root.

    A kill by group or by parent misses a process that left both.

    Raises:
        LeftoverError: Something still runs.
    """
    if not _kill(uid):
        return
    deadline = time.monotonic() + LONGEST_SECONDS
    pause = 0.001
    while True:
        for pid in _processes_of(uid):
            with contextlib.suppress(ChildProcessError):  # those of a killed parent are ours where we adopt them
                os.waitpid(pid, os.WNOHANG)
        left = [pid for pid, ended in _processes_of(uid).items() if not ended]
        if not left:
            return
        if time.monotonic() > deadline:
            raise LeftoverError(f"the processes {', '.join(map(str, left))} of user {uid} could not be ended")
        time.sleep(pause)
        pause = min(2 * pause, 0.1)
        _kill(uid)


def _kill(uid: int) -> bool:
    """Kill every process of a user at one stroke; return whether there was one."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


def users() -> set[int]:
    """Return the users as whom something runs on this machine."""
    return {uid for _, uid, _ in _processes()}


def _processes_of(uid: int) -> dict[int, bool]:
    """Return the processes of a user, and of each whether it has ended and only waits for its parent to take note."""
    return {pid: ended for pid, owner, ended in _processes() if owner == uid}


def _processes() -> Iterator[tuple[int, int, bool]]:
    """Yield of every process its number, its user, and whether it has ended."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            lines = (entry / "status").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        facts = dict(line.partition(":")[::2] for line in lines)
        if uids := facts.get("Uid", "").split():
            yield int(entry.name), int(uids[0]), facts.get("State", "").strip().startswith("Z")
