"""Looks for what an attack may have done: in the processes, files, queues and sockets of this machine.

A watch looks before a grading and after it. Nothing here trusts what the grader says of itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from attacks.case import MARK, PORT

from autograder.worker import syscalls

FOLDER_PREFIX = "autograder-attacks-"
"""How the folders of these programs are called; each looks into its own only, as submissions hold the mark."""

ROOT = Path(__file__).resolve().parents[2]
_ENGINES = re.compile("autograder-[a-z0-9_]{8}")
_ROOT = str(ROOT)
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PR_SET_CHILD_SUBREAPER = 36
_GONE_WITHIN = 3.0
"""Seconds that a process may take to end after the results are there: a grader leaves last."""

_NAME = "autograder-atk"
_CONTENT_LIMIT = 1 << 20
_SHARED_DEPTH = 9


# processes


@dataclass(frozen=True)
class Process:
    """A process as /proc shows it.

    Attributes:
        begun: When, in the kernel's ticks.
        resident: Its memory, in bytes; what it shares with others counts.
    """

    pid: int
    name: str
    state: str
    parent: int
    nice: int
    begun: int
    resident: int


def processes() -> dict[int, Process]:
    """Return all processes by number; asked for twenty times a second, so without objects for paths."""
    found = {}
    for name in os.listdir("/proc"):  # noqa: PTH208
        if not name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            descriptor = os.open(f"/proc/{name}/stat", os.O_RDONLY | os.O_CLOEXEC)
            try:
                text = os.read(descriptor, 4096).decode(errors="replace")
            finally:
                os.close(descriptor)
            begin, end = text.index("("), text.rindex(")")
            fields = text[end + 2 :].split()
            pid, (parent, nice, begun, pages) = int(name), (int(fields[place]) for place in (1, 16, 19, 21))
            found[pid] = Process(pid, text[begin + 1 : end], fields[0], parent, nice, begun, pages * _PAGE)
    return found


def descendants(table: dict[int, Process], ancestor: int) -> set[int]:
    """Return the numbers of all that descend from a process."""
    children: dict[int, list[int]] = {}
    for process in table.values():
        children.setdefault(process.parent, []).append(process.pid)
    found: set[int] = set()
    waiting = [ancestor]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def users(pid: int) -> set[int]:
    """Return a process's user ids, real, effective, saved and for files."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return set()
    return {int(number) for line in lines if line.startswith("Uid:") for number in line.split()[1:]}


def children(pid: int) -> list[int]:
    """Return a process's children, the eldest first."""
    return [process.pid for process in _by_age(processes(), pid)]


def _by_age(table: dict[int, Process], parent: int) -> list[Process]:
    found = [process for process in table.values() if process.parent == parent]
    return sorted(found, key=lambda process: (process.begun, process.pid))


def adopt() -> None:
    """Become the parent of what this process's children leave behind, so that it can be seen."""
    syscalls.prctl(_PR_SET_CHILD_SUBREAPER, 1)


class Sampler(threading.Thread):
    """Measures, while a grading runs, what it takes, and ends what does not end.

    Args:
        seconds: After so many the grading's processes are killed: nothing else would end a grader that hangs.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(daemon=True)
        self.workers = 0
        self.all = 0
        self.hung = False
        self._before = set(processes())
        self._deadline = time.monotonic() + seconds
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        """Look every 50 ms."""
        while not self._over.wait(0.05):
            self._look()

    def _look(self) -> None:
        table = processes()
        mine = descendants(table, os.getpid())
        new = [table[pid] for pid in mine - self._before]
        self.all = max(self.all, sum(process.resident for process in new))
        self.workers = max(self.workers, sum(entry.resident for entry in new if not self._is_graders(table, entry)))
        if time.monotonic() > self._deadline:
            self.hung = True
            for pid in mine:
                if pid not in Sentinel.alive:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

    def _is_graders(self, table: dict[int, Process], process: Process) -> bool:
        """Whether a process descends from a graders' ancestor, the eldest child of a zygote, which is a child of ours.

        The others that the zygote has are what workers are forked from.
        """
        while (parent := table.get(process.parent)) is not None and parent.parent != os.getpid():
            process = parent
        return parent is not None and process.pid == _by_age(table, parent.pid)[0].pid


class Sentinel:
    """A process that nobody may signal: as this user or as another student's."""

    alive: ClassVar[set[int]] = set()

    def __init__(self, uid: int | None) -> None:
        self._uid = uid
        self._start()

    def _start(self) -> None:
        account = {} if self._uid is None else {"user": self._uid, "group": self._uid, "extra_groups": []}
        # It reads from a pipe of ours, so that it ends when we do.
        self._process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd="/", **account)
        self.alive.add(self._process.pid)
        self._nice = os.getpriority(os.PRIO_PROCESS, self._process.pid)

    def harmed(self) -> str | None:
        """Return what happened to it, or None; start another one where it was harmed."""
        pid = self._process.pid
        whose = "a process of the grader's user" if self._uid is None else "a process of another student's user"
        ended = self._process.poll()
        seen = processes().get(pid)
        if ended is None and seen is not None and seen.state not in "Tt" and seen.nice == self._nice:
            return None
        if ended is not None:
            said = f"{whose} was ended (status {ended})"
        else:
            stopped = seen is not None and seen.state in "Tt"
            said = f"{whose} was {'stopped' if stopped else 'given another priority'}"
        self.close()
        self._start()
        return said

    def close(self) -> None:
        """End it."""
        self.alive.discard(self._process.pid)
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()


# files


def entries(folder: str, depth: int, skipped: Callable[[str, str], bool]) -> Iterator[os.DirEntry[str]]:
    """Return what is in a folder and below it, `depth` levels; follow no link.

    `skipped` is asked of each entry's name and the folder that it is in. Paths are plain text here: there are many.
    """
    waiting = [(folder, depth)]
    while waiting:
        place, left = waiting.pop()
        try:
            inner = list(os.scandir(place))
        except OSError:
            continue  # closed to us, or gone by now
        for entry in inner:
            if skipped(entry.name, place):
                continue
            yield entry
            if left > 1 and entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, left - 1))


@dataclass
class Files:
    """The places where an attack may have left a file.

    Attributes:
        uids: Users that nothing outside of a worker's folder may belong to.
        begun: When this program began.
    """

    uids: frozenset[int]
    begun: float = field(default_factory=time.time)

    def near(self, since: float) -> list[str]:
        """Look where everybody may write, and at the upper folders of the home and the project."""
        shared = dict.fromkeys(Path(name) for name in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"))
        found = [
            *self._left(shared, _SHARED_DEPTH, since),
            *self._left([Path.home()], 2, since),
            *self._left([ROOT], 3, since),
        ]
        return list(dict.fromkeys(found))

    def far(self) -> list[str]:
        """Look at all of the home, the project and the environment, for what came since this program began."""
        found = self._left([Path.home(), ROOT, Path(sys.prefix)], 99, self.begun, everything=True)
        return list(dict.fromkeys(found))

    def _left(self, folders: Iterable[Path], depth: int, since: float, *, everything: bool = False) -> list[str]:
        skipped = _is_others if everything else _is_others_or_large
        outputs = _outputs()
        found = []
        for folder in map(str, folders):
            for entry in entries(folder, depth, skipped):
                with contextlib.suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if status.st_ctime < since - 0.05 or (status.st_dev, status.st_ino) in outputs:
                        continue
                    # Root's other programs work below the shared folders, maybe on these attacks; what a grader that
                    # is root was made to write would lie at the top. Another user's files are no grader's.
                    shared = os.geteuid() == 0 and depth == _SHARED_DEPTH
                    at_the_top = os.path.dirname(entry.path) == folder  # noqa: PTH120 - plain text
                    by_content = status.st_uid == os.geteuid() and (at_the_top or not shared)
                    if why := self._is_an_attacks(entry, status, by_content=by_content):
                        found.append(f"a file was left: {entry.path!r} ({why})")
        return found

    def _is_an_attacks(self, entry: os.DirEntry[str], status: os.stat_result, *, by_content: bool) -> str | None:
        if MARK in entry.name:
            return "by its name"
        if status.st_uid in self.uids:
            return f"it belongs to a worker's user, {status.st_uid}"
        if (
            by_content
            and stat.S_ISREG(status.st_mode)
            and not entry.name.endswith((".py", ".pyc"))
            and _holds_mark(entry.path)
            and not _is_open_elsewhere(status)
        ):
            return "by its content"
        return None


def _is_others(name: str, place: str) -> bool:
    """Whether this is the folder of a run like this one, or of an engine; each run looks into its own."""
    return name.startswith(FOLDER_PREFIX) or (_ENGINES.fullmatch(name) is not None and MARK not in name)


def _is_others_or_large(name: str, place: str) -> bool:
    return _is_others(name, place) or (name.startswith(".") and place == _ROOT)


def _holds_mark(path: str) -> bool:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        return MARK.encode() in file.read(_CONTENT_LIMIT)


def _is_open_elsewhere(status: os.stat_result) -> bool:
    """Whether a process that is none of ours has this file open, as one does that writes a log of these runs."""
    table = processes()
    for pid in set(table) - descendants(table, os.getpid()) - {os.getpid()}:
        with contextlib.suppress(OSError), os.scandir(f"/proc/{pid}/fd") as opened_there:
            for entry in opened_there:
                with contextlib.suppress(OSError):
                    opened = entry.stat()
                    if (opened.st_dev, opened.st_ino) == (status.st_dev, status.st_ino):
                        return True
    return False


def _outputs() -> set[tuple[int, int]]:
    """Return the files that the output of this program and of those that started it goes to: it names the mark."""
    found, pid = set(), os.getpid()
    table = processes()
    while pid in table:
        for number in (1, 2):
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{pid}/fd/{number}").stat()
                found.add((status.st_dev, status.st_ino))
        pid = table[pid].parent
    return found


# what is no file


def queues(uids: Iterable[int]) -> set[tuple[str, str]]:
    """Return the System V objects of these users: kind and number."""
    found = set()
    for kind in ("shm", "sem", "msg"):
        with contextlib.suppress(OSError):
            head, *rows = Path(f"/proc/sysvipc/{kind}").read_text(encoding="ascii").splitlines()
            columns = head.split()
            for row in rows:
                facts = dict(zip(columns, row.split(), strict=False))
                if {int(facts["uid"]), int(facts["cuid"])}.intersection(uids):
                    found.add((kind, facts[f"{kind}id"]))
    return found


def message_queue() -> bool:
    """Whether there is a POSIX message queue of the mark's name; it is removed."""
    try:
        syscalls.call("mq_unlink", ctypes.c_char_p(MARK.encode()))
    except OSError:
        return False
    return True


class Listeners:
    """Everything that an attack may connect to on this machine.

    Another run may listen already: by TCP and UDP those of one user share what comes, any other address is its own
    while it lasts. Then that run hears what comes, and this one once the other has ended.
    """

    def __init__(self) -> None:
        self._sockets: dict[str, socket.socket] = {}
        self._waiting: list[tuple[str, socket.socket, tuple[str, int] | str]] = []
        for name, family, kind, address in (
            ("a TCP connection", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", PORT)),
            ("a UDP datagram", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", PORT)),
            ("a connection to the abstract socket", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{MARK}"),
        ):
            listener = socket.socket(family, kind | socket.SOCK_NONBLOCK)
            if family == socket.AF_INET:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            self._waiting.append((name, listener, address))
        self._listen()

    def _listen(self) -> None:
        """Take the addresses that are free; the sockets are there before, so that nothing is opened amid a grading."""
        waiting, self._waiting = self._waiting, []
        for name, listener, address in waiting:
            try:
                listener.bind(address)
                if listener.type == socket.SOCK_STREAM:
                    listener.listen()
            except OSError:
                self._waiting.append((name, listener, address))
            else:
                self._sockets[name] = listener

    def heard(self) -> list[str]:
        """Return what came since this was last asked."""
        self._listen()
        return [f"{name} was received" for name, listener in self._sockets.items() if _hears(listener)]

    def close(self) -> None:
        """Stop listening."""
        for listener in [*self._sockets.values(), *(listener for _, listener, _ in self._waiting)]:
            listener.close()


def _hears(listener: socket.socket) -> bool:
    heard = False
    with contextlib.suppress(BlockingIOError):
        while True:
            if listener.type & socket.SOCK_DGRAM == socket.SOCK_DGRAM:
                listener.recv(1 << 16)
            else:
                listener.accept()[0].close()
            heard = True
    return heard


# all of it


class Watch:
    """Compares the machine after a grading with the machine before it.

    Args:
        uids: The workers' users, where they have users of their own.
        other_student: A user that is nobody's worker, for a sentinel.
        lasting: Says which processes live longer than a grading, and may have been started anew in it.
    """

    def __init__(self, uids: Sequence[int], other_student: int | None, lasting: Callable[[], set[int]]) -> None:
        self._lasting = lasting
        self._uids = frozenset(uids)
        self._owners = self._uids or {os.geteuid()}
        self._files = Files(self._uids)
        self._listeners = Listeners()
        self._sentinels = [Sentinel(None), *([Sentinel(other_student)] if other_student is not None else [])]
        self.before()

    def before(self) -> None:
        """Take down how things are."""
        self._since = time.time()
        self._listeners.heard()
        self._queues = queues(self._owners)
        self._descriptors = _descriptors()
        self._processes = descendants(processes(), os.getpid())

    def after(self) -> list[str]:
        """Return what is there that was not there before: each a sentence."""
        descriptors = _descriptors()
        found = [*self._left_processes(), *self._listeners.heard()]
        found += [said for sentinel in self._sentinels if (said := sentinel.harmed())]
        found += self._files.near(self._since)
        for kind, number in queues(self._owners) - self._queues:
            found.append(f"a System V object was left: {kind} {number}")
        if message_queue():
            found.append("a POSIX message queue was left")
        if (count := descriptors - self._descriptors) > 0:
            found.append(f"the grader holds {count} descriptors more than before")
        return found

    def at_the_end(self) -> list[str]:
        """Look at the places that are too large to be looked at after each grading."""
        return self._files.far()

    def close(self) -> None:
        """End what was started for this watch."""
        self._listeners.close()
        for sentinel in self._sentinels:
            sentinel.close()

    def _left_processes(self) -> list[str]:
        found = []
        for pid in _still_there(lambda: self._strangers(processes())):
            process = processes().get(pid)
            if process is not None:
                found.append(f"a process was left: {pid}, {process.name!r}, in state {process.state}")
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        return found

    def _strangers(self, table: dict[int, Process]) -> set[int]:
        """Return the processes that no grading may leave."""
        mine = descendants(table, os.getpid())
        new = mine - self._processes - Sentinel.alive - self._lasting()
        for pid in new:
            if table[pid].parent == os.getpid() and table[pid].state == "Z":
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)  # it was adopted after its end, which nobody else can take note of
        new = {pid for pid in new if not (table[pid].parent == os.getpid() and table[pid].state == "Z")}
        others = set(table) - mine
        theirs = {pid for pid in others if self._uids and users(pid) & self._uids}
        named = {pid for pid in others if table[pid].name.startswith(_NAME) and table[pid].parent == 1}
        return new | theirs | named


def _still_there(look: Callable[[], set[int]]) -> set[int]:
    """Return which of the processes that are seen now are still there after the time that an end takes."""
    deadline = time.monotonic() + _GONE_WITHIN
    taken_note_of = threading.Event()  # never set: that a dead process's parent has waited for it, nobody tells
    while (seen := look()) and time.monotonic() < deadline:
        for pid in seen:
            _wait_for_end(pid, deadline - time.monotonic())
        taken_note_of.wait(0.005)
    return seen


def _wait_for_end(pid: int, seconds: float) -> None:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.poll(max(0.0, seconds) * 1000)
    os.close(handle)


def _descriptors() -> int:
    """Return how many are open; a thread that reads from /proc has one more for a moment."""
    return min(len(os.listdir("/proc/self/fd")) for _ in range(20))  # noqa: PTH208 - the one that reads counts too
