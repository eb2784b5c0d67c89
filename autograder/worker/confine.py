"""Takes a freshly forked process's rights away, one layer after another, before any student code runs.

The order matters: what a later layer needs must still be allowed by the earlier ones, and Landlock covers only
threads that start after it, so all of this happens while the process has one thread.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from pathlib import Path

from autograder.worker import landlock, namespaces, seccomp, syscalls
from autograder.worker.library import Folders
from autograder.worker_spec import Confinement

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIGKILL = 9
MOST_DESCRIPTORS = 64
"""Low, because a file that is unlinked and kept open takes room that nobody sees."""

ANY_UID = 61184
"""A user to try the change with; nobody has to exist by that number."""

MOST_FILES = 10_000
"""Files and folders that a worker may have at once."""

SYSTEM_FOLDERS = (
    Path("/usr/lib"),
    Path("/usr/lib64"),
    Path("/lib"),
    Path("/lib64"),
    Path("/usr/local/lib"),
    Path("/usr/share/fonts"),
    Path("/usr/share/zoneinfo"),
    Path("/etc/ld.so.cache"),
    Path("/etc/localtime"),
)
DEVICES = (Path("/dev/null"), Path("/dev/zero"), Path("/dev/urandom"), Path("/dev/random"))
CUDA_DEVICES = ("nvidia*", "nvidia-caps/*")


class ConfinementError(Exception):
    """A layer that must hold does not: nothing may be graded."""


def confine(wanted: Confinement, libraries: Folders | None = None) -> list[str]:
    """Put the layers on and return their names; raise ConfinementError where one does not hold.

    Args:
        wanted: The layers, and what the process may use.
        libraries: The library folders, where they have been opened already.
    """
    held = []
    with contextlib.suppress(PermissionError):  # it leads a session already
        os.setsid()
    _set_limits(wanted)
    held.append("limits")
    libraries = libraries or Folders()
    if "namespaces" in wanted.layers:
        _leave_the_machines(wanted)
        held.append("namespaces")
    if {"namespaces", "uid"}.intersection(wanted.layers):
        # Counted for the user, or for the namespace of users: elsewhere it would count what the user runs besides.
        _limit("NPROC", wanted.threads)
    if "uid" in wanted.layers:
        _become(wanted.uid)
        held.append("uid")
    if sys.platform != "linux":
        return held
    syscalls.prctl(PR_SET_PDEATHSIG, SIGKILL)  # after the change of user, which clears it
    libraries.reroute()
    if libraries.rerouted and "landlock" not in wanted.layers:
        # From an open folder a path leads up and out again; without Landlock nothing would stop it.
        raise ConfinementError(
            f"{libraries.rerouted[0]} is behind a door that only its owner can open: install Python elsewhere"
        )
    syscalls.prctl(PR_SET_DUMPABLE, 0)
    syscalls.prctl(PR_SET_NO_NEW_PRIVS, 1)
    if "landlock" in wanted.layers:
        globs = CUDA_DEVICES if wanted.cuda else ()
        devices = [*DEVICES, *(path for glob in globs for path in Path("/dev").glob(glob))]
        landlock.restrict([*libraries.opened.values(), *SYSTEM_FOLDERS], [wanted.folder], devices)
        held.append("landlock")
    libraries.close_unneeded()
    architecture = syscalls.architecture()
    if "seccomp" in wanted.layers and architecture is not None:
        seccomp.install(architecture, os.getpid(), own_user="uid" in wanted.layers, cuda=wanted.cuda)
        held.append("seccomp")
    missing = [layer for layer in wanted.layers if layer not in held]
    if missing:
        raise ConfinementError(f"{', '.join(missing)} could not be put on")
    return held


def _leave_the_machines(wanted: Confinement) -> None:
    """Leave the machine's namespaces; the worker's folder becomes a disk of its own."""
    owner = os.geteuid() if wanted.uid is None else wanted.uid
    namespaces.enter(wanted.folder, owner, wanted.disk_bytes, MOST_FILES)
    os.chdir(wanted.folder)  # what lies there now, not what it covers


def _set_limits(wanted: Confinement) -> None:
    for name, value in (
        ("CORE", 0),
        ("FSIZE", wanted.file_bytes),
        ("NOFILE", MOST_DESCRIPTORS),
        ("CPU", wanted.processor_seconds),
    ):
        _limit(name, value)
    if sys.platform != "linux" or wanted.cuda:
        return  # CUDA maps far more addresses than it uses
    # Shared anonymous memory escapes RLIMIT_DATA, so the address space is limited to what it is now and the allowance.
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _limit("AS", size + wanted.memory_bytes)
    with contextlib.suppress(OSError):  # some containers mount it read-only; the limits above still hold
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _limit(name: str, value: int) -> None:
    which = getattr(resource, f"RLIMIT_{name}", None)
    if which is None:
        return
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _become(uid: int | None) -> None:
    if uid is None:
        raise ConfinementError("no user to become")
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    if os.getresuid() != (uid, uid, uid) or os.getresgid() != (uid, uid, uid):
        raise ConfinementError(f"could not become user {uid}")
    try:
        os.setuid(0)
    except PermissionError:
        return
    raise ConfinementError(f"user {uid} can become root again")


def available() -> tuple[str, ...]:
    """Return the layers that this machine offers to this user, in the order they are put on."""
    if sys.platform != "linux":
        return ("limits",)
    layers = ["limits"]
    if namespaces.offered():
        layers.append("namespaces")
    if os.geteuid() == 0 and _can_change_user():
        layers.append("uid")
    if landlock.version():
        layers.append("landlock")
    if syscalls.architecture() is not None and _has_seccomp():
        layers.append("seccomp")
    return tuple(layers)


def _can_change_user() -> bool:
    """Whether root's right to become another user is really there; containers can be without."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _become(ANY_UID)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _has_seccomp() -> bool:
    return Path("/proc/sys/kernel/seccomp/actions_avail").exists() or "Seccomp:" in Path("/proc/self/status").read_text(
        encoding="ascii"
    )
