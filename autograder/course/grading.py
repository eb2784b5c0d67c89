"""`autograder grade`: from the paths on the command line to the files of results."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from autograder.assignment import THRESHOLD, Assignment
from autograder.course.engine import Engine
from autograder.course.store import STORE, NoRoomError, Store
from autograder.report.grades import grades_csv
from autograder.report.results import OF_THE_GRADING, Results, from_grading, not_graded, write, write_atomically
from autograder.report.row import Row, row_of
from autograder.report.training_curves import training_curves
from autograder.safe_text import for_results, for_terminal, without_tags
from autograder.submission import NotebookReader, Submission, SubmissionError, open_submission

RESULTS, DETAILS, GRADES, CURVES = "results.json", "details.txt", "grades.csv", "training.svg"
"""What is written: the first two for each submission, the last once."""

NO_RESULT_YET = (
    "the grading ended before a result was written here. It was stopped, or the disk was full: grade it again."
)
"""What stands in a results file from the beginning of a grading until there is a result."""

_Answer = TypeVar("_Answer")
_DETAILS_LIMIT = 1_000_000
_STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Gradebook:
    """What a run of grading has found so far, and where it is written.

    Attributes:
        assignment: The lab.
        solutions: Its reference, whose stubs say what of a notebook is a student's.
        out: The folder that results are written to.
        isolation: "confined" or "none", for the results.
        store: What was graded before, and where this run's results are kept, too; without it nothing is.
        again: Whether to grade also what the store has results for.
        graded: What tables show of each submission's results, as they came.
        kept: The name and the results of each, where the caller needs them whole.
        failed: The name of each that has no right results file, and why.
        known: The names of those whose results the store had.
        seconds: How long the grading of each took that it had not.
        earlier: How many more are in grades.csv, from earlier runs.
    """

    assignment: Assignment
    solutions: Path
    out: Path
    isolation: str
    store: Store | None = None
    again: bool = False
    graded: list[Row] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    earlier: int = 0
    kept: list[tuple[str, Results]] | None = None

    def grade(self, engine: Engine, found: Sequence[tuple[str, Path]], on_done: Callable[[str], None]) -> None:
        """Open and grade submissions; write each one's results as they come, and the grades at the end.

        Each that was not graded before has a results file from the beginning, which says that there is none yet:
        whatever ends the grading, or fills the disk, no submission is left without one.

        Raises:
            StoreError: The store is damaged.
        """
        try:
            for name, _ in found:
                if not self._ask(partial(Store.has, name=name)):
                    self._write_no_result_yet(name)
            for submission, results in engine.grade_all(self._opened(found, on_done)):
                if "failed" in results:
                    self._fail(submission.name, str(results["failed"]), OF_THE_GRADING)
                else:
                    self._keep(submission, results)
                on_done(submission.name)
        finally:
            self.graded.sort(key=lambda row: row.name)
            names = {row.name for row in self.graded}
            latest = partial(Store.latest, without=names)
            earlier = self._ask(lambda store: [row_of(each.name, each.results) for each in latest(store)]) or []
            self.earlier = len(earlier)
            try:
                write_atomically(self.out / GRADES, grades_csv([*self.graded, *earlier], self.columns()))
            except OSError as error:
                self.failed.append((GRADES, f"could not be written: {error.strerror}"))

    def columns(self) -> list[str]:
        """Return the exercises in the lab's order, the accuracy threshold last."""
        names = [exercise.name for exercise in self.assignment.exercises]
        return [*names, THRESHOLD] if self.assignment.training is not None else names

    def _opened(self, found: Sequence[tuple[str, Path]], on_done: Callable[[str], None]) -> Iterator[Submission]:
        notebooks = NotebookReader(self.assignment, self.solutions)
        for name, path in found:
            try:
                submission = open_submission(path, self.assignment.files, name=name, notebooks=notebooks)
            except SubmissionError as error:
                self._fail(name, str(error).replace(str(path), path.name))  # where it lies is not for students
                on_done(name)
                continue
            known = None if self.again else self._ask(partial(Store.find, submission=submission))
            if known is None:
                self._write_no_result_yet(name)
                yield submission
            else:
                self.known.append(name)
                self._write(submission, known.results, known.details, None)
                on_done(name)

    def _ask(self, question: Callable[[Store], _Answer]) -> _Answer | None:
        """Ask the store, if there is one; that it cannot be read is told once, and what it knows is done without."""
        if self.store is None:
            return None
        try:
            return question(self.store)
        except NoRoomError as error:
            if STORE not in dict(self.failed):
                self.failed.append((STORE, str(error)))
            return None

    def _write_no_result_yet(self, name: str) -> None:
        write(self._folder(name) / RESULTS, not_graded(NO_RESULT_YET, OF_THE_GRADING).to_json())

    def _keep(self, submission: Submission, found: dict[str, Any]) -> None:
        notes = [for_results(without_tags(note), 500) for note in submission.notes]
        found["output"] = "\n".join(part for part in (*notes, found["output"]) if part)
        results = from_grading(found, self.isolation)
        self.seconds[submission.name] = found["seconds"]
        self._write(submission, results, _details(found), found["seconds"])

    def _fail(self, name: str, reason: str, fault: str = "") -> None:
        self.failed.append((name, for_terminal(f"not graded: {reason}")))
        results, details = not_graded(for_results(without_tags(reason), 2000), fault), f"{name}: {reason}\n"
        if self.store:
            self._remember(name, lambda store: store.add_not_graded(name, results, details))
        self._write_files(name, results, details)

    def _write(self, submission: Submission, results: Results, details: str, seconds: float | None) -> None:
        # First the store: it has the results whole even where the program ends between the two files.
        with _to_the_end():
            self._remember(submission.name, lambda store: store.add(submission, results, details, seconds))
            head = f"{submission.name}  (content {submission.digest[:12]})"  # whoever else handed in the same files
            self._write_files(submission.name, results, f"{head}\n{details}")

    def _remember(self, name: str, add: Callable[[Store], None]) -> None:
        if self.store is None:
            return
        try:
            add(self.store)
        except NoRoomError as error:  # the others may still have room
            self.failed.append((name, f"graded, but not kept for the next time: {error}"))

    def _write_files(self, name: str, results: Results, details: str) -> None:
        self.graded.append(row_of(name, results))
        if self.kept is not None:
            self.kept.append((name, results))
        try:
            write_atomically(self._folder(name) / RESULTS, results.to_json())
            write_atomically(self._folder(name) / DETAILS, for_results(details, _DETAILS_LIMIT))
            curves = training_curves(results)
            if curves is not None:
                write_atomically(self._folder(name) / CURVES, curves)
            else:
                (self._folder(name) / CURVES).unlink(missing_ok=True)  # of an earlier run
        except OSError as error:  # the others may still have room
            self.failed.append((name, f"graded, but its results could not be written: {error.strerror}"))

    def _folder(self, name: str) -> Path:
        return self.out / (f"{name}-" if name.startswith((GRADES, STORE)) else name)  # no two names become one


@contextlib.contextmanager
def _to_the_end() -> Iterator[None]:
    """Within this context Ctrl-C waits: it takes effect right after."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = {number: signal.signal(number, lambda given, _: waiting.append(given)) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for given in waiting[:1]:
            signal.raise_signal(given)


def _details(found: dict[str, Any]) -> str:
    """Write what the instructor may read and the student may not: hidden tests' messages, what was printed."""
    lines = [f"layers: {', '.join(found['layers'])}"]
    for entry in found["tests"]:
        where = "hidden" if entry["hidden"] else "public"
        head = (
            f"{entry['exercise']} ({where}): {entry['title']}: {entry['state']}, {entry['score']:g}/{entry['points']:g}"
        )
        lines += ["", head, *(f"    {line}" for line in entry["details"].splitlines())]
    lines += ["", "--- printed by the submission ---", found["printed"]]
    return "\n".join(lines).rstrip() + "\n"
