"""What `autograder doctor` says: what this machine confines student code with, tried, not only asked for."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from autograder.course import isolation
from autograder.course.uids import Claims
from autograder.worker.confine import available

LAYERS = ("limits", "namespaces", "uid", "landlock", "seccomp")
NEED_LANDLOCK = ("read /etc/passwd", "write outside of its folder")
"""What is left open, not broken, where that layer is missing."""


def lines() -> tuple[list[str], bool]:
    """Return the report, line by line, and whether submissions can be graded here."""
    text = [
        f"Python     {platform.python_version()} on {platform.system()} {platform.release()}, {platform.machine()}",
        f"torch      {metadata.version('torch')}",
        f"processor  {os.cpu_count()} cores{_memory()}",
        f"GPU        {_gpu()}",
        f"data       {_data()}",
        "",
        "isolation",
    ]
    layers = available()
    text += [
        f"  {layer:<11} {'yes' if layer in layers else 'NO ':<4} stops {isolation.STOPS[layer]}" for layer in LAYERS
    ]
    try:
        isolation.layers_for_grading()
    except isolation.IsolationError as error:
        return [*text, "", f"Submissions cannot be graded here: {error}"], False
    text += ["", "tried with these layers, as a submission would"]
    failed = False
    for name, possible in _try_all(layers):
        expected = name in NEED_LANDLOCK and "landlock" not in layers
        text.append(f"  {name:<40} {'possible' if possible and expected else 'POSSIBLE' if possible else 'refused'}")
        failed = failed or (possible and not expected)
    text += ["", "left open here", *(f"  {line}" for line in isolation.left_open(layers))]
    verdict = "Some of it is possible: do not grade here." if failed else "Submissions can be graded here."
    return [*text, "", verdict], not failed


def _try_all(layers: tuple[str, ...]) -> list[tuple[str, bool]]:
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() fails for a user without a home
    secret = Path(home) / f".autograder-doctor-{os.getpid()}"
    secret.write_text("secret", encoding="utf-8")
    secret.chmod(0o600)
    me = os.getpid()
    shared = Path(tempfile.gettempdir()) / f"autograder-doctor-{me}"
    attempts: dict[str, Callable[[Path], bool]] = {
        "read a private file of yours": lambda _: _succeeds(secret.read_text),
        "read /etc/passwd": lambda _: _succeeds(Path("/etc/passwd").read_text),
        "write outside of its folder": lambda _: _succeeds(lambda: _write_and_remove(shared)),
        "start a process": lambda _: _succeeds(_fork),
        "open a network connection": lambda _: _succeeds(socket.socket),
        "see or signal this process": lambda _: _succeeds(lambda: os.kill(me, 0)),
        "become root": lambda _: os.geteuid() == 0 or _succeeds(lambda: os.setuid(0)),
    }
    claims = Claims(1) if "uid" in layers else None
    try:
        uid = claims.uids[0] if claims else None
        return [(name, isolation.probe(layers, uid, attempt)) for name, attempt in attempts.items()]
    finally:
        secret.unlink()
        if claims:
            claims.release()


def _succeeds(action: Callable[[], object]) -> bool:
    try:
        action()
    except OSError:
        return False
    return True


def _write_and_remove(path: Path) -> None:
    path.touch()
    path.unlink()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _memory() -> str:
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return ""
    return f", {pages / 2**30:.0f} GiB of memory"


def _gpu() -> str:
    if not Path("/dev/nvidia0").exists():
        return "none: training runs on the processor"
    return "NVIDIA" if shutil.which("nvidia-smi") else "NVIDIA device files, but no nvidia-smi"


def _data() -> str:
    from autograder.kit.fashion_mnist import DataError, find  # noqa: PLC0415 - it loads torch

    try:
        return f"Fashion-MNIST in {find()}"
    except DataError:
        return "Fashion-MNIST not found: autograder data --fetch"
