"""What this machine can confine student code with, and whether that is enough to grade."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder import folders
from autograder.worker import namespaces
from autograder.worker.confine import available, confine
from autograder.worker_spec import Confinement

STOPS = {
    "limits": "memory, processor time, file size and the number of threads without end",
    "namespaces": "seeing other processes, every network, a full disk, messages that outlive a process",
    "uid": "reading what is the grader's, signals and memory access between submissions",
    "landlock": "opening any file but the libraries' and its own, signals to other processes",
    "seccomp": "new processes and programs, the network, ptrace, kernel interfaces, shared memory that stays",
}
"""What each layer is for, as `doctor` prints it."""

LEFT_OPEN = {
    "namespaces": (
        "seeing that other processes exist, not what they do",
        "more room on the disk than allowed: for a tenth of a second, or by 64 files that are removed while open",
    ),
    "uid": (
        "submissions that are graded at the same time run as one user: Landlock and seccomp alone keep them apart",
    ),
    "landlock": (
        "reading any file that every user of this machine may read",
        "leaving files where every user may write (/tmp, /dev/shm), for the next submission to find",
    ),
}
"""What a submission can do where a layer is missing that grading can do without; `doctor` says it."""

ALWAYS_OPEN = (
    "a forbidden library function, called by native code, or by an address, that the program works out by itself",
    "a library's own Python for a forbidden function, copied as text into the program",
    "a few bits for each hidden test: whether it passes, and which of a fixed list of messages it shows",
    "what the processor's caches, the clock and the kernel's counters tell of other work on the machine",
    "in which mode a network was called, and whether with gradients: Python code can forge what is seen of that",
    "an unknown hole in the kernel",
)
"""What no layer stops."""

NONE = ("limits",)
"""The layers of `--isolation none`: enough for practice on one's own code, not for grades."""


class IsolationError(Exception):
    """Student code cannot be confined well enough here; the text says what is missing and what to do."""


def layers_for_grading() -> tuple[str, ...]:
    """Return the layers to use; raise IsolationError where they are too few to keep a promise."""
    layers = available()
    root = os.geteuid() == 0 and sys.platform == "linux"
    needed = ["uid", "seccomp"] if root else ["landlock", "seccomp"]
    missing = [layer for layer in needed if layer not in layers]
    if missing:
        raise IsolationError(
            f"this machine lacks {' and '.join(missing)}, so a submission could read the hidden tests: "
            "grade on Linux 5.13 or newer (`autograder doctor` says more), "
            "or practise on your own code with --isolation none"
        )
    return layers


def left_open(layers: Sequence[str]) -> list[str]:
    """Return what these layers do not stop, a line each."""
    return [line for layer, lines in LEFT_OPEN.items() if layer not in layers for line in lines] + list(ALWAYS_OPEN)


def probe(layers: Sequence[str], uid: int | None, attempt: Callable[[Path], bool]) -> bool:
    """Confine a throw-away process and return whether `attempt` succeeds in it.

    Args:
        layers: What to confine it with.
        uid: The user to become, where `uid` is one of the layers.
        attempt: Given the process's own folder, tries something and returns whether it could.
    """
    base = Path(tempfile.mkdtemp(prefix="autograder-probe-"))
    base.chmod(0o711)
    own = base / "own"
    own.mkdir(mode=0o700)
    if uid is not None and "uid" in layers:
        os.chown(own, uid, uid)
    alone = "namespaces" in layers and os.geteuid() == 0
    with namespaces.of_processes() if alone else contextlib.nullcontext():
        pid = os.fork()
        if pid == 0:
            status = 2
            try:
                confine(_PROBED(uid, own, layers=tuple(layers)))
                status = 1 if attempt(own) else 0
            except OSError:
                status = 0
            finally:
                os._exit(status)
    _, ended = os.waitpid(pid, 0)
    folders.remove(base)
    code = os.waitstatus_to_exitcode(ended)
    if code not in (0, 1):
        raise IsolationError(f"a process could not be confined with {', '.join(layers)} (status {code})")
    return code == 1


_PROBED = functools.partial(
    Confinement,
    memory_bytes=1 << 28,
    file_bytes=1 << 20,
    disk_bytes=1 << 22,
    threads=64,
    processor_seconds=10,
    cuda=False,
)
"""What a probe may use."""


def hold_secrets(layers: Sequence[str], uid: int | None, secrets: Sequence[Path]) -> None:
    """Raise IsolationError where a confined process could open one of these files or folders."""

    def reads(_: Path) -> bool:
        return any(_opens(path) for path in secrets)

    if probe(layers, uid, reads):
        raise IsolationError(
            f"a submission could read {' or '.join(map(str, secrets))}: "
            f"take that right from others first (chmod -R go-rwx), or move them out of a folder of libraries"
        )


def _opens(path: Path) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError:
        return False
    return True
