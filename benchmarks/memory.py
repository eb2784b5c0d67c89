"""What memory a submission takes for itself while it is graded.

Grades the cnn lab's reference, and the first of its samples, one after another in warm processes and without training,
and looks again and again at what the processes that were started for it (a grader and its workers) share with nobody.
Prints the largest sum that was seen, and what the processes hold that are there for all submissions.

Usage: python benchmarks/memory.py [ROUNDS]
"""

from __future__ import annotations

import contextlib
import sys
import threading
from pathlib import Path
from typing import Self

from autograder.assignment import load
from autograder.course import local
from autograder.course.plan import Plan
from autograder.project import Project
from autograder.submission import Submission, open_submission

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT, "cnn")
LOOK_SECONDS = 0.005
_KIBI = 1 << 10


def children() -> dict[int, list[int]]:
    """Return the processes of the machine by their parents."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(stat.parent.name))
    return found


def below(pid: int) -> set[int]:
    """Return all processes that a process has started, and theirs."""
    of, found, waiting = children(), set[int](), [pid]
    while waiting:
        for child in of.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found


def private_kib(pid: int) -> int:
    """Return what memory a process shares with no other, 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


class Watch:
    """Looks at what runs below a process, beside what ran when it began, until it is stopped.

    Args:
        pid: The process.
    """

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._pid = pid
        self._usual = below(pid)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self.most = max(self.most, sum(private_kib(pid) for pid in below(self._pid) - self._usual))


def main(rounds: int) -> None:
    """Measure and print."""
    assignment = load(PROJECT.assignment)
    samples = sorted(path for path in (PROJECT.assignment / "samples").iterdir() if path.is_dir())
    handed_in: list[Submission] = [
        open_submission(path, assignment.files) for path in (PROJECT.solutions, *samples) if path.name != "never_ends"
    ]
    plan = Plan(PROJECT, assignment, data=None, profile=None, confined=True, jobs=1, count=100)
    with local.Engine() as engine:
        engine.prepare(plan)
        zygote = engine._processes._zygote.pid  # noqa: SLF001 - whose forks are looked at
        engine.grade(handed_in[0])
        most = {}
        for submission in handed_in:
            for _ in range(rounds):
                with Watch(zygote) as watch:
                    found = engine.grade(submission)
                assert "failed" not in found, found
                most[submission.name] = max(most.get(submission.name, 0), watch.most)
        shared = sum(private_kib(pid) for pid in (zygote, *below(zygote)))
    for name, kib in most.items():
        print(f"{name:<24} {kib / _KIBI:5.0f} MiB of its own at most")
    print(f"for all of them          {shared / _KIBI:5.0f} MiB, beside what the processes share")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
