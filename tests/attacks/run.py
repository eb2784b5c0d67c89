"""Grades the corpus of attacks with what this machine offers, and says what each attack achieved.

    python tests/attacks/run.py [--only GLOB ...] [--shard I/N]

The road is that of `autograder grade`: submissions are found and opened, graded by an engine (one with the training
run, one without) and written down by a gradebook, confined by the layers that this machine has. After each attack an
honest submission is graded by the same engine. One line of JSON is printed for each case, with `found`, what an attack
achieved, or `hurt`, what a twin lost, each a list of sentences; a last line has the sums. The status is 1 where an
attack achieved anything or a twin lost anything, and 3 where nothing could be graded.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from attacks import told, watch
from attacks.case import ASSIGNMENT, BASES, SOLUTIONS, WRONG_EARNS, Case, CaseError, base_files, cases, submit, write

from autograder import folders
from autograder.assignment import THRESHOLD, Assignment, load
from autograder.course import isolation
from autograder.course.grading import CURVES, DETAILS, GRADES, RESULTS, Gradebook
from autograder.course.local import Engine, EngineError, Setup
from autograder.course.uids import Claims
from autograder.sharing import worker_sets
from autograder.submission import SubmissionError, find_submissions

NOTHING_GRADED = 3
SPARE_SECONDS = 10
"""What a grading may take beyond the limits of the lab."""

SPARE_BYTES = 3 << 29
"""What all workers of a grading may hold in memory beyond the limit of one: torch's own pages count in each."""

KILLED_AFTER = 5
HONEST_SECONDS = 10.0
"""What an honest grading may take after an attack beside ten times of what it took at first: the machine is shared."""


NEIGHBOUR = {"results.json": "{}", "answers.py": "# another student's"}
"""What lies beside the submissions and the results, and must stay as it is."""


class CannotRunError(Exception):
    """Nothing can be graded here; the text says why."""


@dataclass
class Graded:
    """One grading.

    Attributes:
        score: The points, as the results file has them.
        of: The most points that could be had.
        failed: Why it was not graded, if it was not.
        seconds: How long it took.
        workers: The most memory that its workers took, in bytes.
        memory: The most memory that all its processes took.
        results: The results files that can be read; a path may hold many submissions.
        folders: In which the workers had theirs.
        found: What is wrong with what was written, or with how it went.
    """

    score: float = 0.0
    of: float = 0.0
    failed: str = ""
    seconds: float = 0.0
    workers: int = 0
    memory: int = 0
    results: list[dict[str, Any]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    @property
    def layers(self) -> list[str]:
        """Return the layers that held, as the results say them."""
        said = [results["extra_data"]["layers"] for results in self.results if "layers" in results["extra_data"]]
        layers: list[str] = min(said, key=len, default=[])
        return layers


@dataclass(frozen=True)
class Lane:
    """What this machine confines with: the layers, and users where there is a change of user."""

    layers: tuple[str, ...]
    uids: tuple[int, ...]


@contextlib.contextmanager
def lane() -> Iterator[Lane]:
    """Find the layers and take three users: two for the workers of two engines, one for another student."""
    layers = isolation.layers_for_grading()
    claims = Claims(3) if "uid" in layers else None
    try:
        uids = tuple(claims.uids) if claims else ()
        isolation.hold_secrets(layers, uids[0] if uids else None, [ASSIGNMENT / "hidden", SOLUTIONS])
        yield Lane(layers, uids)
    finally:
        if claims:
            claims.release()


@dataclass
class Desk:
    """An engine that grades the lab, started when it is first needed and again when it was lost.

    Args:
        assignment: The lab.
        solutions: Its reference.
        lane: What to confine with.
        uid: Which of the lane's users the workers become.
        data: Fashion-MNIST's folder where there is a training run.
    """

    assignment: Assignment
    solutions: Path
    lane: Lane
    uid: int
    data: Path | None = None
    _engine: Engine | None = None
    _begun: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm_up(self) -> None:
        """Start the processes; they load torch while the caller goes on."""
        if self._engine is None:
            self._engine = Engine()

    @property
    def engine(self) -> Engine:
        """Return the engine, ready to grade."""
        self.warm_up()
        assert self._engine is not None
        if not self._begun:
            self._engine.begin(
                Setup(
                    assignment=self.assignment,
                    solutions=self.solutions,
                    data=self.data,
                    profile="cpu" if self.data else None,
                    layers=self.lane.layers,
                    uids=self.lane.uids[self.uid : self.uid + 1],
                    jobs=1,
                    warm=True,
                )
            )
            self._begun = True
        return self._engine

    @property
    def base(self) -> Path:
        """Return the folder in which the workers' folders are made."""
        return self.engine._processes._base

    @property
    def zygote(self) -> int:
        """Return the process from which everything else is forked."""
        return self.engine._processes._zygote.pid

    def lasting(self) -> set[int]:
        """Return what lives as long as the engine: the zygote and its first children, ancestor and templates."""
        templates = len(worker_sets(self.assignment))
        return {self.zygote, *watch.children(self.zygote)[: 1 + templates]} if self._begun else set()

    def close(self) -> None:
        """End the processes; the next grading starts new ones."""
        if self._engine is not None:
            self._engine.close()
        self._engine, self._begun = None, False

    def grade(self, path: Path, out: Path) -> Graded:
        """Grade what lies at a path, write the results below `out`, and look at what was written."""
        book = Gradebook(self.assignment, self.solutions, out, "confined")
        engine, zygote, found = self.engine, self.zygote, Graded(folders=[self.base])
        named: list[tuple[str, Path]] = []
        begun = time.monotonic()
        try:
            named = find_submissions([path], [*self.assignment.files, f"{self.assignment.folder.name}.ipynb"])
            allowed = self._allowed() * len(named)
            with watch.Sampler(allowed + KILLED_AFTER) as sampler:
                book.grade(engine, named, lambda _: None)
        except SubmissionError as error:
            found.failed = str(error)
            return found
        except Exception as error:
            found.failed = f"{type(error).__name__}: {error}"
            found.found.append(f"the grader itself failed: {found.failed}")
        found.seconds = time.monotonic() - begun
        found.workers, found.memory = sampler.workers, sampler.all
        found.failed = "; ".join(reason for _, reason in book.failed) or found.failed
        for name, _ in named:
            _read_results(out / name, found)
        found.found += _unexpected(out, [name for name, _ in named])
        if sampler.hung:
            found.found.append(f"the grading had not ended after {found.seconds:.0f} s and was killed")
            self.close()
        else:
            found.found += self._after(found, allowed, zygote)
        return found

    def _allowed(self) -> float:
        limits = self.assignment.limits
        return limits.submission_seconds + (limits.training_seconds if self.data else 0) + SPARE_SECONDS

    def _after(self, graded: Graded, allowed: float, zygote: int) -> list[str]:
        """Return what a grading took more than it may, and what it did to the engine."""
        found = []
        if graded.seconds > allowed:
            found.append(f"the grading took {graded.seconds:.0f} s, more than {allowed:.0f} s")
        if graded.workers > (self.assignment.limits.memory_mib << 20) + SPARE_BYTES:
            found.append(f"the workers held {graded.workers >> 20} MiB of memory")
        if self.zygote != zygote:
            found.append("the grading processes were ended, and others started in their place")
        graded.folders.append(self.base)
        if left := [path.name for path in self.base.iterdir()]:
            found.append(f"the grading left {', '.join(left)} in its own folder")
        return found


def _read_results(folder: Path, found: Graded) -> None:
    try:
        results = told.load(folder / RESULTS)
    except told.ResultsError as error:
        found.found.append(str(error))
        return
    score, of = told.points(results)
    found.score, found.of = max(found.score, score), max(found.of, of)
    found.results.append(results)
    found.found += told.in_details(folder / DETAILS)


def _unexpected(out: Path, named: Sequence[str]) -> list[str]:
    """Return what is in the folder of results that a gradebook does not write there."""
    if not named:
        return []
    expected = {GRADES, *(f"{name}/{file}" for name in named for file in ("", RESULTS, DETAILS, CURVES))}
    there = {f"{path.relative_to(out)}{'/' if path.is_dir() else ''}" for path in out.rglob("*")}
    found = [f"{name!r} was left among the results" for name in sorted(there - expected)]
    return [*found, *told.in_table(out / GRADES)]


class Course:
    """All that one run needs: the engines, the watch, what the bases score; use it as a context manager.

    Args:
        own: The folder of this run; it is empty.
        lane: What to confine with.
        training: Whether a case needs the training run.
    """

    def __init__(self, own: Path, lane: Lane, *, training: bool) -> None:
        assignment = load(ASSIGNMENT)
        self._own = own
        self._lane = lane
        self._count = 0
        self._desks = {False: Desk(assignment, SOLUTIONS, lane, 0)}
        if training:
            self._desks[True] = Desk(assignment, SOLUTIONS, lane, 1)
        self._lines = told.secret_lines()
        for base in BASES:
            write(base_files(base), own / base)
        write(NEIGHBOUR, own / "neighbour")

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> None:
        for desk in self._desks.values():
            desk.warm_up()
        if True in self._desks:
            self._desks[True].data = fashion_mnist()
        self._bases = {(base, desk): self._base(base, desk) for base in BASES for desk in self._desks}
        self.layers = self._bases["right", False].layers
        lane = self._lane
        self._watch = watch.Watch(lane.uids[:2], lane.uids[2] if lane.uids else None, self._lasting)

    def close(self) -> None:
        """End everything that was started."""
        if hasattr(self, "_watch"):
            self._watch.close()
        for desk in self._desks.values():
            desk.close()

    def _lasting(self) -> set[int]:
        return set().union(*(desk.lasting() for desk in self._desks.values()))

    def _base(self, base: str, training: bool) -> Graded:
        graded = self._desks[training].grade(self._own / base, self._own / "results" / f"{base}-{training:d}")
        expected = WRONG_EARNS if base == "wrong" else graded.of
        if graded.failed or graded.found or graded.score != expected or not graded.of:
            what = graded.failed or "; ".join(graded.found) or f"it scores {graded.score:g} of {graded.of:g}"
            raise CannotRunError(f"the base `{base}` must score {expected:g}: {what}")
        return graded

    def line(self, case: Case) -> dict[str, Any]:
        """Grade a case and return what is to be said of it."""
        self._count += 1
        folder, out = self._own / "submissions" / str(self._count), self._own / "results" / str(self._count)
        desk, base = self._desks[case.training], self._bases[case.base, case.training]
        path = submit(case, folder)
        _ = desk.engine  # started now, where the last case cost it, so that it is not taken for this one's doing
        self._watch.before()
        graded = desk.grade(path, out)
        found = [*graded.found, *self._of_its_results(case, graded, base)]
        honest = Graded()
        if not case.twin:
            honest = self._honest(desk, found)
        found += [*self._watch.after(), *self._of_the_neighbours()]
        folders.remove(folder)
        folders.remove(out)
        return {
            "id": case.id,
            "line": case.line,
            "base": case.base,
            "score": graded.score,
            "of": base.of,
            "base_score": base.score,
            "failed": graded.failed,
            "seconds": round(graded.seconds, 2),
            "honest_seconds": round(honest.seconds, 2),
            "workers_mib": graded.workers >> 20,
            "memory_mib": graded.memory >> 20,
            "layers": graded.layers,
            ("hurt" if case.twin else "found"): [*_lost(graded, base), *found] if case.twin else found,
        }

    def _of_its_results(self, case: Case, graded: Graded, base: Graded) -> list[str]:
        submitted = base_files(case.base)
        if case.file:
            submitted[case.file] += case.text
        secrets = told.Secrets(self._lines, (watch.ROOT, self._own, *graded.folders))
        found = []
        for results in graded.results:
            found += told.in_results(results, submitted, secrets)
            if results["tests"] and told.names(results) != told.names(base.results[0]):
                found.append("the results list other tests than the lab has, or other points")
        if graded.score > base.score:
            found.append(f"it scores {graded.score:g}, and its base {base.score:g}")
        if case.misses and any(told.earned(results, THRESHOLD) for results in graded.results):
            found.append("it earns the accuracy threshold with a network that learns nothing")
        if case.refused and not graded.failed:
            found.append("it was graded, and should have been refused")
        if graded.layers and graded.layers != self.layers:
            found.append(f"it was confined by {', '.join(graded.layers)} only")
        return found

    def _honest(self, desk: Desk, found: list[str]) -> Graded:
        """Grade the honest submission with the engine that has just graded an attack."""
        full = self._bases["right", desk.data is not None]
        out = self._own / "results" / "honest"
        honest = desk.grade(self._own / "right", out)
        allowed = HONEST_SECONDS + 10 * full.seconds
        if honest.failed or honest.score != full.score:
            reason = honest.failed or f"it scored {honest.score:g} of {full.score:g}"
            found.append(f"the honest submission that came next was hurt: {reason}")
            desk.close()  # whatever is wrong with this engine, the next attack gets a new one
        elif honest.seconds > allowed:
            found.append(f"the honest submission that came next took {honest.seconds:.1f} s")
        found += [f"of the honest submission that came next: {said}" for said in honest.found]
        folders.remove(out)
        return honest

    def _of_the_neighbours(self) -> list[str]:
        """Look at what else lies in the folder of this run, and put it right for the next one."""
        expected = {*BASES, "neighbour", "submissions", "results"}
        strangers = [path for path in self._own.iterdir() if path.name not in expected]
        found = [f"{path.name!r} was left beside the results" for path in strangers]
        for path in strangers:
            folders.remove(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        neighbour = self._own / "neighbour"
        if {path.name: path.read_text("utf-8", "replace") for path in neighbour.iterdir()} != NEIGHBOUR:
            found.append("the files of another student were changed")
            folders.remove(neighbour)
            write(NEIGHBOUR, neighbour)
        return found

    def at_the_end(self) -> list[str]:
        """Look at the places that are too large to be looked at after each grading."""
        return self._watch.at_the_end()


def _lost(graded: Graded, base: Graded) -> list[str]:
    """Say why a twin does not score in full."""
    if graded.failed:
        return [f"it was not graded: {graded.failed}"]
    if graded.score == base.of:
        return []
    results = graded.results[0]
    lost = [
        f"{test['name']}: {test.get('output', '')[:300]!r}"
        for test in results["tests"]
        if test.get("score") != test.get("max_score")
    ]
    output = results.get("output", "")
    return [f"it scores {graded.score:g} of {base.of:g}", *lost, *([output[:1000]] if output else [])]


def fashion_mnist() -> Path:
    """Return the folder of Fashion-MNIST; raise CannotRunError where there is none."""
    from autograder.kit.fashion_mnist import DataError, find

    try:
        return find()
    except DataError as error:
        raise CannotRunError(str(error)) from None


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Give a fresh folder that is removed afterwards, whatever is in it."""
    folder = Path(tempfile.mkdtemp(prefix=watch.FOLDER_PREFIX))
    try:
        yield folder
    finally:
        folders.remove(folder)


def grade_all(chosen: Sequence[Case]) -> bool:
    """Grade the cases and print a line for each; return whether all is as it must be."""
    watch.adopt()
    sums = {"attacks": 0, "succeeded": 0, "twins": 0, "hurt": 0}
    begun = time.monotonic()
    with own_folder() as own, lane() as confined:
        with Course(own, confined, training=any(case.training for case in chosen)) as course:
            for case in chosen:
                line = course.line(case)
                sums["twins" if case.twin else "attacks"] += 1
                sums["hurt"] += bool(line.get("hurt"))
                sums["succeeded"] += bool(line.get("found"))
                _print(line)
            left = course.at_the_end()
        layers = list(confined.layers)
    _print({**sums, "left": left, "layers": layers, "seconds": round(time.monotonic() - begun, 1)})
    return not (sums["succeeded"] or sums["hurt"] or left)


def _print(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=True), flush=True)


def choose(only: Sequence[str], shard: str) -> list[Case]:
    """Return the cases whose ids match a pattern, and of these the I-th of N parts."""
    chosen = [case for case in cases() if not only or any(fnmatch.fnmatch(case.id, glob) for glob in only)]
    part, _, parts = shard.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise CannotRunError(f"--shard {shard}: write I/N, such as 1/4")
    if not chosen:
        raise CannotRunError("no case is called like that")
    return chosen[int(part) - 1 :: int(parts)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and grade; return the status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="GLOB", help="cases by their ids, such as '19_*'")
    parser.add_argument("--shard", default="1/1", metavar="I/N", help="every N-th case, from the I-th on")
    options = parser.parse_args(arguments)
    try:
        return 0 if grade_all(choose(options.only, options.shard)) else 1
    except (CannotRunError, CaseError, EngineError, isolation.IsolationError, OSError) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return NOTHING_GRADED


if __name__ == "__main__":
    sys.exit(main())
