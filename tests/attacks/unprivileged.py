"""Starts a command as a user without rights: `python tests/attacks/unprivileged.py COMMAND...`.

Where it is not run by root it just becomes the command. Root becomes a user that owns nothing but a fresh home. What
the command needs, the interpreter, this project and Fashion-MNIST, may lie behind a folder that only root can enter;
then the command gets a view of the file system in which such a folder is empty but for what is needed, and nothing
there can be written. Where this is not possible, one line says why and the status is 2.
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from autograder import folders
from autograder.worker import syscalls

ROOT = Path(__file__).resolve().parents[2]

FIRST, LAST = 61000, 61100
"""Numbers that no distribution gives to anybody; one that is nobody's here is taken."""

IMPOSSIBLE = 2

_NEWNS = 0x00020000
_RDONLY, _NOSUID, _NODEV, _REMOUNT, _BIND, _REC, _PRIVATE = 1, 2, 4, 32, 1 << 12, 1 << 14, 1 << 18
_PR_SET_PDEATHSIG = 1
_FIND_DATA = """
from autograder.kit.fashion_mnist import DataError, find
try:
    print(find())
except DataError:
    pass
"""


class ImpossibleError(Exception):
    """The command cannot be started like this; the text says why."""


def needed(data: Path | None) -> list[Path]:
    """Return the folders that a grading reads, without those that lie in another one of them."""
    named = [Path(sys.base_prefix), Path(sys.executable).resolve().parents[1], Path(sys.prefix), ROOT]
    wanted = dict.fromkeys([*named, *(path.resolve() for path in named), *([data.resolve()] if data else [])])
    return [path for path in wanted if not any(other in path.parents for other in wanted)]


def closed(path: Path) -> Path | None:
    """Return the outermost folder above a path that others than its owner cannot enter, if there is one."""
    return next((folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001), None)


def open_doors(paths: Sequence[Path]) -> None:
    """Give this process a view in which each path can be reached, as it is, by everybody; needs root.

    Raises:
        ImpossibleError: Root may not mount here.
    """
    doors: dict[Path, list[Path]] = {}
    for path in paths:
        if (door := closed(path)) is not None:
            doors.setdefault(door, []).append(path)
    if not doors:
        return
    try:
        syscalls.unshare(_NEWNS)
        syscalls.mount("none", "/", "", _REC | _PRIVATE, "")
        for door, behind in doors.items():
            _cover(door, behind)
    except OSError as error:
        names = ", ".join(map(str, doors))
        raise ImpossibleError(f"only its owner can enter {names}, and root may not mount here ({error})") from None


def _cover(door: Path, behind: Sequence[Path]) -> None:
    """Put an empty folder in the place of a closed one, and what is needed of the closed one in it."""
    opened = {path: os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC) for path in behind}
    syscalls.mount("none", str(door), "tmpfs", _NOSUID | _NODEV, "mode=0755,size=1m")
    for path in behind:
        path.mkdir(parents=True, exist_ok=True)
    for path, descriptor in opened.items():
        syscalls.mount(f"/proc/self/fd/{descriptor}", str(path), "", _BIND | _REC, "")
        syscalls.mount("none", str(path), "", _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV, "")
        os.close(descriptor)


def become(uid: int) -> None:
    """Become a user for good; end when the launcher ends."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    syscalls.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.umask(0o022)


def free_uid() -> int:
    """Return a number that is nobody's; two launchers at once mostly get different ones."""
    span = LAST - FIRST
    for number in (FIRST + (os.getpid() + step) % span for step in range(span)):
        try:
            pwd.getpwuid(number)
        except KeyError:
            return number
    raise ImpossibleError(f"every user between {FIRST} and {LAST} exists")


def fashion_mnist() -> Path | None:
    """Return the folder of Fashion-MNIST, asked of another process: to find it loads torch."""
    asked = subprocess.run([sys.executable, "-c", _FIND_DATA], cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(asked.stdout.strip()) if asked.stdout.strip() else None


def environment(home: Path) -> dict[str, str]:
    """Return the command's environment: the caller's, but for what leads to the caller's own folders."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("XDG_", "PYTEST_", "COV_")) and name not in ("TMPDIR", "TEMP", "TMP", "MAIL")
    }
    return {**kept, "HOME": str(home), "USER": "nobody", "LOGNAME": "nobody", "PYTHONDONTWRITEBYTECODE": "1"}


def start(command: Sequence[str], uid: int, home: Path, data: Path | None) -> None:
    """In a freshly forked process: become the command, or raise ImpossibleError."""
    wanted = needed(data)
    here = Path.cwd()
    open_doors(wanted)
    become(uid)
    unreachable = [str(path) for path in wanted if not os.access(path, os.R_OK | os.X_OK)]
    if unreachable:
        raise ImpossibleError(f"a user without rights cannot read {', '.join(unreachable)}")
    os.chdir(here if os.access(here, os.X_OK) else ROOT)
    os.execvpe(command[0], list(command), environment(home))


def run(command: Sequence[str]) -> int:
    """Run a command as a user without rights, with a home that is removed afterwards; return its status."""
    uid, data = free_uid(), fashion_mnist()
    home = Path(tempfile.mkdtemp(prefix="autograder-attacks-home-"))
    try:
        if data is not None:  # where `find` looks for autograder's own copy
            link = home / ".cache" / "autograder" / "fashion-mnist"
            link.parent.mkdir(parents=True)
            link.symlink_to(data.resolve())
        for path in (home, *home.rglob("*")):
            os.chown(path, uid, uid, follow_symlinks=False)
        pid = os.fork()
        if pid == 0:
            _start_or_exit(command, uid, home, data)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        return code if code >= 0 else 128 - code
    finally:
        folders.remove(home)


def _start_or_exit(command: Sequence[str], uid: int, home: Path, data: Path | None) -> None:
    try:
        start(command, uid, home, data)
    except (ImpossibleError, OSError) as error:
        print(f"unprivileged.py: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(IMPOSSIBLE)


def main(command: list[str]) -> int:
    """Run the command; return its status."""
    if not command:
        print(f"usage: {Path(__file__).name} COMMAND...", file=sys.stderr)
        return IMPOSSIBLE
    if os.geteuid() != 0:
        os.execvp(command[0], command)
    try:
        return run(command)
    except (ImpossibleError, OSError) as error:
        print(f"unprivileged.py: {error}", file=sys.stderr)
        return IMPOSSIBLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
