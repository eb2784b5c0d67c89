"""Grades many submissions in a row with one engine, and looks whether anything grows, is left, or comes out wrong.

    python tests/attacks/soak.py [COUNT]

Every third submission is an attack of the corpus, the others are honest. After every hundred gradings a line says how
many of the honest ones scored in full, what is left of them all, what the grading processes hold, and how long a
grading took. The status is 1 where an honest score was wrong, anything was left, or anything grew without bound.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from attacks import run, watch
from attacks.case import ASSIGNMENT, SOLUTIONS, Case, base_files, cases, submit, write

from autograder import folders
from autograder.assignment import load

COUNT = 1000
EVERY = 100
QUICK_SECONDS = 1.5
"""An attack that takes longer is not tried again: a soak is about how many gradings there were, not how long."""

ROOM = {"driver": 48 << 20, "zygote": 16 << 20, "graders": 16 << 20}
"""What each process may have grown by after its first gradings. The driver reads archives; after the first bombs among
them its allocator keeps some 30 MiB, and no more after the next ones."""


@dataclass
class State:
    """What the lasting processes hold at one moment.

    Attributes:
        memory: Of each process by name, in bytes.
        descriptors: How many each has open.
        left: Processes, folders and objects that a grading has left.
    """

    memory: dict[str, int] = field(default_factory=dict)
    descriptors: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return it in one line."""
        memory = ", ".join(f"{name} {held / 2**20:.1f}" for name, held in self.memory.items())
        descriptors = ", ".join(f"{name} {count}" for name, count in self.descriptors.items())
        left = "; ".join(self.left) or "nothing"
        return f"left: {left} | descriptors: {descriptors} | MiB: {memory}"


def lasting(desk: run.Desk) -> dict[str, int]:
    """Return the processes that live as long as the engine."""
    return {"driver": os.getpid(), "zygote": desk.zygote, "graders": watch.children(desk.zygote)[0]}


def memory_of(pid: int) -> int:
    """Return what a process holds in memory that is no part of a file: files are shared, and come and go."""
    rows = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    return next(int(row.split()[1]) << 10 for row in rows if row.startswith("RssAnon:"))


def look(desk: run.Desk, guard: watch.Watch) -> State:
    """Measure what lasts, and collect what a grading has left."""
    state = State(left=[*guard.after(), *(path.name for path in desk.base.iterdir())])
    for name, pid in lasting(desk).items():
        state.memory[name] = memory_of(pid)
        state.descriptors[name] = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - the driver's counts itself alike
    return state


def attacks() -> list[Case]:
    """Return the attacks that need no training run."""
    return [case for case in cases() if not case.twin and not case.training]


@dataclass
class Soak:
    """One soak.

    Args:
        desk: What grades.
        own: The folder of this program.
        chosen: The attacks to mix in.
    """

    desk: run.Desk
    own: Path
    chosen: list[Case]
    honest: int = 0
    right: int = 0
    full: float = 0.0

    def submissions(self) -> Iterator[Case | None]:
        """Return attacks and honest ones in turn: two honest ones, then an attack that has been quick so far."""
        for number in itertools.count():
            yield None if number % 3 < 2 or not self.chosen else self.chosen[number // 3 % len(self.chosen)]

    def grade(self, case: Case | None) -> float:
        """Grade one and return the seconds that it took."""
        out = self.own / "results"
        if case is None:
            graded = self.desk.grade(self.own / "right", out)
            self.honest += 1
            self.right += graded.score == self.full and not graded.failed and not graded.found
        else:
            graded = self.desk.grade(submit(case, self.own / "submission"), out)
            folders.remove(self.own / "submission")
            if graded.seconds > QUICK_SECONDS:
                self.chosen.remove(case)
        folders.remove(out)
        return graded.seconds


def main(count: int) -> int:
    """Soak, print, and return the status."""
    watch.adopt()
    with run.own_folder() as own, run.lane() as lane, run.Desk(load(ASSIGNMENT), SOLUTIONS, lane, 0) as desk:
        write(base_files("right"), own / "right")
        soak = Soak(desk, own, attacks())
        soak.full = desk.grade(own / "right", own / "results").of
        zygote = desk.zygote
        guard = watch.Watch(lane.uids[:1], lane.uids[2] if lane.uids else None, desk.lasting)
        try:
            states = watched(soak, guard, count)
        finally:
            guard.close()
        wrong = judge(states)
        if desk.zygote != zygote:
            wrong.append("the grading processes were ended and started again")
    if soak.right != soak.honest:
        wrong.append(f"{soak.honest - soak.right} honest submissions came out wrong")
    right = f"nothing grew, nothing was left, and all {soak.honest} honest submissions scored in full"
    print("; ".join(wrong) or right)
    return 1 if wrong else 0


def watched(soak: Soak, guard: watch.Watch, count: int) -> list[State]:
    """Grade, and print and return how things are every now and then."""
    states = []
    begun, every = time.monotonic(), min(EVERY, max(1, count // 4))
    for number, case in zip(range(1, count + 1), soak.submissions(), strict=False):
        soak.grade(case)
        if number % every == 0 or number == count:
            states.append(look(soak.desk, guard))
            mean = (time.monotonic() - begun) / number
            right = f"{soak.right} of {soak.honest} honest ones right"
            print(f"{number} gradings, {right}, {mean:.2f} s each | {states[-1].text()}", flush=True)
    return states


def judge(states: list[State]) -> list[str]:
    """Return what was left or grew; the first state is the measure, as caches have filled by then."""
    first, last = states[0], states[-1]
    wrong = [f"left: {said}" for state in states for said in state.left]
    wrong += [
        f"{name} holds {last.descriptors[name]} descriptors, {count} at first"
        for name, count in first.descriptors.items()
        if last.descriptors.get(name, count) > count
    ]
    wrong += [
        f"{name} has grown from {held >> 20} to {last.memory[name] >> 20} MiB"
        for name, held in first.memory.items()
        if last.memory.get(name, held) > held + ROOM[name]
    ]
    return wrong


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
