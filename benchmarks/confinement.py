"""What confinement costs a submission.

Grades a class of copies of the cnn reference, one after another in warm processes and without training, with every
layer that this machine offers and with none (`--isolation none`), in turn, round after round. Then starts single
workers in both ways, from the question for one until it says that it is ready. Prints the medians, and those of the
ratios within a round.

Usage: python benchmarks/confinement.py [ROUNDS] [COPIES]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from autograder.assignment import Assignment, load
from autograder.channel import Channel
from autograder.course import isolation
from autograder.course.local import Engine, Setup
from autograder.course.processes import handed_over
from autograder.course.uids import Claims
from autograder.grader.worker_client import Output, Worker
from autograder.submission import Submission
from autograder.worker_spec import Confinement, spec_of

ROOT = Path(__file__).resolve().parents[1]
LAB = "cnn"
STARTS = 5
"""Workers that are started in a round."""


def begun(assignment: Assignment, layers: tuple[str, ...], uids: tuple[int, ...]) -> Engine:
    """Return processes that can grade."""
    engine = Engine()
    engine.begin(
        Setup(
            assignment=assignment,
            solutions=ROOT / "solutions" / LAB,
            data=None,
            profile=None,
            layers=layers,
            uids=uids,
            jobs=1,
            warm=True,
        )
    )
    return engine


def graded(engine: Engine, copies: int, points: float) -> float:
    """Grade a class and return the seconds for each submission; each must have all points."""
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "solutions" / LAB).glob("*.py")}
    students = [Submission(str(number), files, [], "00" * 32) for number in range(copies)]
    start = time.perf_counter()
    found = [results for _, results in engine.grade_all(students)]
    taken = time.perf_counter() - start
    scores = {sum(entry["score"] for entry in results["tests"]) for results in found}
    if scores != {points}:
        sys.exit(f"the reference scored {scores}, where {points} was expected: these times would mean nothing")
    return taken / copies


def started(engine: Engine, assignment: Assignment, layers: tuple[str, ...], uid: int | None) -> float:
    """Return the seconds from asking for a worker until it is ready, for the student's first line or its first call."""
    processes = engine._processes  # noqa: SLF001 - what a grader is handed from outside of it
    folder = Path(tempfile.mkdtemp(dir=processes._base))  # noqa: SLF001 - likewise
    folder.chmod(0o711)
    theirs, job = Channel.pair()
    clean, cleaned = os.pipe()
    files = handed_over(Submission("nothing", {}, [], "00" * 32))
    processes._control.send({"folder": str(folder), "uid": uid}, (theirs.fileno(), cleaned, files))  # noqa: SLF001 - likewise
    theirs.close()
    os.close(cleaned)
    os.close(files)
    limits = assignment.limits
    confinement = Confinement(
        uid=None,
        folder=Path(),
        memory_bytes=limits.memory_mib << 20,
        file_bytes=limits.file_mib << 20,
        disk_bytes=limits.disk_mib << 20,
        threads=limits.threads,
        processor_seconds=int(limits.submission_seconds),
        cuda=False,
        layers=layers,
    )
    spec = spec_of(confinement, [], [], 0)
    start = time.perf_counter()
    worker = Worker(job, spec, Output(0))
    worker.wait_until_ready()
    taken = time.perf_counter() - start
    worker.kill()
    job.close()
    with os.fdopen(clean, "rb") as stream:
        stream.read()  # until it is all gone: the next one is to meet a quiet machine
    return taken


def show(what: str, unit: str, factor: float, taken: dict[str, list[float]]) -> None:
    """Print the medians of both ways, and of what one costs beyond the other."""
    for label, values in taken.items():
        scaled = [value * factor for value in values]
        print(f"{what} {label:<6} {statistics.median(scaled):7.1f} {unit}   ({min(scaled):.1f} to {max(scaled):.1f})")
    ratios = [mine / other for mine, other in zip(taken["all"], taken["none"], strict=True)]
    print(f"{what} all / none {statistics.median(ratios):5.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


def main(rounds: int, copies: int) -> None:
    """Measure and print."""
    assignment = load(ROOT / "assignments" / LAB)
    points = sum(exercise.points for exercise in assignment.exercises)
    layers = isolation.layers_for_grading()
    claims = Claims(1) if "uid" in layers else None
    uids = tuple(claims.uids) if claims else ()
    ways = {"all": (layers, uids), "none": (isolation.NONE, ())}
    whole: dict[str, list[float]] = {label: [] for label in ways}
    starts: dict[str, list[float]] = {label: [] for label in ways}
    with begun(assignment, *ways["all"]) as confined, begun(assignment, *ways["none"]) as free:
        engines = {"all": confined, "none": free}
        for label, engine in engines.items():
            graded(engine, 1, points)  # once for what is loaded late
            print(f"warmed up: {label}", file=sys.stderr)
        for number in range(rounds):
            for label in sorted(ways, reverse=number % 2 == 1):  # neither way always comes first
                whole[label].append(graded(engines[label], copies, points))
            for label, (names, own) in ways.items():
                uid = own[0] if own else None
                taken = [started(engines[label], assignment, names, uid) for _ in range(STARTS)]
                starts[label].append(statistics.median(taken))
    if claims:
        claims.release()
    print(f"layers: {', '.join(layers)}; {rounds} rounds of {copies} submissions and {STARTS} starts in each way")
    show("submission", "s ", 1.0, whole)
    show("worker    ", "ms", 1000.0, starts)


if __name__ == "__main__":
    main(*(int(argument) for argument in (*sys.argv[1:], *("7", "10")[len(sys.argv) - 1 :])))
