"""`autograder grade`: from the paths on the command line to the files of results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.assignment import THRESHOLD, Assignment
from autograder.course.local import Engine
from autograder.report.grades import grades_csv
from autograder.report.results import OF_THE_GRADING, Results, from_grading, not_graded, write, write_atomically
from autograder.safe_text import for_results, for_terminal, without_tags
from autograder.submission import NotebookReader, Submission, SubmissionError, open_submission

RESULTS, DETAILS, GRADES = "results.json", "details.txt", "grades.csv"
"""What is written: the first two for each submission, the last once."""

NO_RESULT_YET = (
    "the grading ended before a result was written here. It was stopped, or the disk was full: grade it again."
)
"""What stands in a results file from the beginning of a grading until there is a result."""

_DETAILS_LIMIT = 1_000_000


@dataclass
class Gradebook:
    """What a run of grading has found so far, and where it is written.

    Attributes:
        assignment: The lab.
        solutions: Its reference, whose stubs say what of a notebook is a student's.
        out: The folder that results are written to.
        isolation: "confined" or "none", for the results.
        graded: Each submission's results, as they came.
        failed: The name of each that has no right results file, and why.
    """

    assignment: Assignment
    solutions: Path
    out: Path
    isolation: str
    graded: list[tuple[str, Results]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def grade(self, engine: Engine, found: Sequence[tuple[str, Path]], on_done: Callable[[str], None]) -> None:
        """Open and grade submissions; write each one's results as they come, and the grades at the end.

        Each has a results file from the beginning, which says that there is none yet: whatever ends the grading, or
        fills the disk, no submission is left without one.
        """
        try:
            for name, _ in found:
                write(self._folder(name) / RESULTS, not_graded(NO_RESULT_YET, OF_THE_GRADING).to_json())
            for submission, results in engine.grade_all(self._opened(found, on_done)):
                if "failed" in results:
                    self._fail(submission.name, str(results["failed"]), OF_THE_GRADING)
                else:
                    self._keep(submission, results)
                on_done(submission.name)
        finally:
            self.graded.sort(key=lambda entry: entry[0])
            try:
                write_atomically(self.out / GRADES, grades_csv(self.graded, self.columns()))
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
                yield open_submission(path, self.assignment.files, name=name, notebooks=notebooks)
            except SubmissionError as error:
                self._fail(name, str(error).replace(str(path), path.name))  # where it lies is not for students
                on_done(name)

    def _keep(self, submission: Submission, found: dict[str, Any]) -> None:
        notes = [for_results(without_tags(note), 500) for note in submission.notes]
        found["output"] = "\n".join(part for part in (*notes, found["output"]) if part)
        results = from_grading(found, self.isolation)
        self._write(submission.name, results, _details(submission, found))

    def _fail(self, name: str, reason: str, fault: str = "") -> None:
        self.failed.append((name, for_terminal(f"not graded: {reason}")))
        self._write(name, not_graded(for_results(without_tags(reason), 2000), fault), f"{name}: {reason}\n")

    def _write(self, name: str, results: Results, details: str) -> None:
        self.graded.append((name, results))
        try:
            write_atomically(self._folder(name) / RESULTS, results.to_json())
            write_atomically(self._folder(name) / DETAILS, for_results(details, _DETAILS_LIMIT))
        except OSError as error:  # the others may still have room
            self.failed.append((name, f"graded, but its results could not be written: {error.strerror}"))

    def _folder(self, name: str) -> Path:
        return self.out / (f"{name}-" if name == GRADES else name)


def _details(submission: Submission, found: dict[str, Any]) -> str:
    """Write what the instructor may read and the student may not: hidden tests' messages, what was printed."""
    lines = [
        f"{submission.name}  (content {submission.digest[:12]})",
        f"layers: {', '.join(found['layers'])}",
    ]
    for entry in found["tests"]:
        where = "hidden" if entry["hidden"] else "public"
        head = (
            f"{entry['exercise']} ({where}): {entry['title']}: {entry['state']}, {entry['score']:g}/{entry['points']:g}"
        )
        lines += ["", head, *(f"    {line}" for line in entry["details"].splitlines())]
    lines += ["", "--- printed by the submission ---", found["printed"]]
    return "\n".join(lines).rstrip() + "\n"
