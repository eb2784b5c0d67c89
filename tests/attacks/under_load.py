"""Grades one right submission again and again on a machine that is busy with other things: all must score in full.

    python tests/attacks/under_load.py [COUNT]

Twice as many processes compute as the machine has cores, and end with this one. The submission is the reference of
the lab `cnn`, whose tests have limits on time. Prints the scores that occurred and the times; the status is 1 where
they were not all the same.
"""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from attacks import run, watch

from autograder import folders
from autograder.assignment import load
from autograder.worker import syscalls

COUNT = 200
LAB = "cnn"
_PR_SET_PDEATHSIG = 1


@contextlib.contextmanager
def load_on_all_cores() -> Iterator[int]:
    """Let two processes compute on each core; return how many there are."""
    pids = [_compute() for _ in range(2 * (os.cpu_count() or 1))]
    try:
        yield len(pids)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _compute() -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        syscalls.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        while os.getppid() == parent:
            sum(range(100_000))
        os._exit(0)
    return pid


def main(count: int) -> int:
    """Grade, print, and return the status."""
    assignment, solutions = load(watch.ROOT / "assignments" / LAB), watch.ROOT / "solutions" / LAB
    scores: Counter[tuple[float, float]] = Counter()
    seconds, wrong = [], []
    with load_on_all_cores() as busy, run.own_folder() as own, run.lane() as lane:
        handed_in = own / "student"
        handed_in.mkdir()
        for name in assignment.files:
            (handed_in / name).write_bytes((solutions / name).read_bytes())
        with run.Desk(assignment, solutions, lane, 0) as desk:
            for number in range(count):
                graded = desk.grade(handed_in, own / "results")
                folders.remove(own / "results")
                scores[graded.score, graded.of] += 1
                seconds.append(graded.seconds)
                wrong += [graded.failed] if graded.failed else []
                tests = graded.results[0]["tests"] if graded.results else []
                lost = [test["name"] for test in tests if test.get("status") == "failed"]
                wrong += [f"grading {number + 1} lost points in {name}" for name in lost]
    told = ", ".join(f"{score:g} of {of:g} ({times} times)" for (score, of), times in sorted(scores.items()))
    print(f"{count} gradings beside {busy} busy processes on {os.cpu_count()} cores: {told}")
    print(f"seconds each: median {statistics.median(seconds):.2f}, {min(seconds):.2f} to {max(seconds):.2f}")
    for said in wrong:
        print(said)
    return 1 if wrong or len(scores) > 1 else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
