"""A view of its own of the machine: no other process, no network, a small disk that is gone with the process.

As root each worker is the first process of a namespace of processes. A user without rights gets everything but that,
by a namespace of users, where the kernel offers one to it. Containers mostly refuse both; what then remains is said in
`docs/security.md`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.worker import syscalls

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
_NOSUID, _NODEV, _NOEXEC, _REC, _PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
_CAPABILITY_VERSION = 0x20080522


@contextlib.contextmanager
def of_processes() -> Iterator[None]:
    """Within this context a fork's child is the first process of a new namespace; needs root."""
    with _descriptor("/proc/self/ns/pid") as here:
        syscalls.unshare(NEWPID)
        try:
            yield
        finally:
            # Also where the fork failed: the next child must be an ordinary one, and a thread could not start before.
            if os.getpid() != 1:
                syscalls.setns(here, NEWPID)


@contextlib.contextmanager
def _descriptor(path: str) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def enter(folder: Path, owner: int, disk_bytes: int, files: int) -> None:
    """Leave the machine's namespaces and put a disk of its own in the place of a folder.

    The calling process must have one thread. As root its rights stay as they are: the change of user takes them.

    Args:
        folder: Where the disk is mounted; it exists and is empty.
        owner: The user and group that the disk belongs to.
        disk_bytes: What fits on it.
        files: How many files and folders fit on it.
    """
    flags = NEWNS | NEWIPC | NEWNET
    root = os.geteuid() == 0
    if root:
        syscalls.unshare(flags)
    else:
        _become_root_of_a_namespace(flags)
    syscalls.mount("none", "/", "", _REC | _PRIVATE, "")  # what is mounted from here on, nobody else sees
    if root:
        syscalls.mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC, "")  # else it would show all processes
    options = f"size={disk_bytes},nr_inodes={files},mode=0700,uid={owner},gid={owner}"
    syscalls.mount("autograder", str(folder), "tmpfs", _NOSUID | _NODEV | _NOEXEC, options)
    if not root:
        drop_capabilities()


def _become_root_of_a_namespace(flags: int) -> None:
    """Enter a namespace of users in which this user keeps its number and may mount."""
    uid, gid = os.geteuid(), os.getegid()
    syscalls.unshare(flags | NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path(f"/proc/self/{name}").write_text(text, encoding="ascii")


def drop_capabilities() -> None:
    """Give up every capability that this process has in its namespace of users."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    syscalls.call("capset", ctypes.byref(header), ctypes.byref(none))


def offered() -> bool:
    """Whether this machine lets this user have them; tried in a process that is thrown away."""
    if syscalls.architecture() is None:
        return False
    with tempfile.TemporaryDirectory(prefix="autograder-probe-") as name:
        try:
            with of_processes() if os.geteuid() == 0 else contextlib.nullcontext():
                pid = os.fork()
                if pid == 0:
                    _try_and_exit(Path(name))
        except OSError:
            return False
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _try_and_exit(folder: Path) -> None:
    status = 1
    try:
        enter(folder, os.geteuid(), 1 << 20, 16)
        status = 0 if (os.geteuid() != 0 or os.getpid() == 1) else 1
    finally:
        os._exit(status)
