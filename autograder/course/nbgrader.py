"""A course of nbgrader: what was handed in there is graded in our workers, and nbgrader gets what came of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.assignment import THRESHOLD, Assignment
from autograder.course import nbgrader_words as words
from autograder.course.front_end import tests_of
from autograder.course.nbgrader_autograded import Graded, autograded
from autograder.course.nbgrader_cell import SUBMITTED
from autograder.course.nbgrader_reader import Cell, UnreadableError, cells_of
from autograder.report.results import OF_THE_GRADING, Results
from autograder.safe_text import for_terminal
from autograder.submission_list import named
from autograder.submission_notebook import NOTEBOOK_BYTES
from autograder.submission_trees import DiskTree, SubmissionError, UnusableFileError

if TYPE_CHECKING:
    from autograder.course.nbgrader_autograded import Known
    from autograder.course.nbgrader_gradebook import CourseGradebook

TIMESTAMP = "timestamp.txt"
_TIMESTAMP_BYTES = 200


class CourseError(Exception):
    """The folder cannot be graded as a course of nbgrader; one line says why and what to do."""


class Course:
    """A course's folder, and a lab in it.

    Args:
        folder: The course.
        lab: The lab's name, which is the assignment's and the notebook's.

    Raises:
        CourseError: nbgrader is not installed, or this is no course with that lab.
    """

    def __init__(self, folder: Path, lab: str) -> None:
        if importlib.util.find_spec("nbgrader") is None:
            raise CourseError("--nbgrader needs nbgrader, which is not installed: pip install 'autograder[nbgrader]'")
        if not (folder / "source" / lab / f"{lab}.ipynb").is_file():
            raise CourseError(
                f"{folder} is no nbgrader course with {lab}: "
                f"make one with `autograder release {lab} --to nbgrader --out {folder}`"
            )
        self._folder = folder
        self._lab = lab

    @cached_property
    def submissions(self) -> list[tuple[str, Path]]:
        """What was handed in: a name for each that is safe for a file, and its folder.

        Raises:
            CourseError: There is nothing.
        """
        folders = (self._folder / SUBMITTED).glob(f"*/{self._lab}")
        found = named({path: path.parent.name for path in folders if path.is_dir() and path.parent.name[0] != "."})
        if not found:
            raise CourseError(f"{self._folder / SUBMITTED} holds no STUDENT/{self._lab}: collect the submissions first")
        return found

    @property
    def secrets(self) -> list[Path]:
        """Return what no submission may read, beside the lab: answers, other students' work, grades."""
        names = ("source", SUBMITTED, "autograded", "feedback", "gradebook.db")
        return [path for name in names if (path := self._folder / name).exists()]

    def check(self, assignment: Assignment) -> None:
        """See, before anything is graded, that nbgrader's gradebook knows the lab.

        Raises:
            CourseError: It does not.
        """
        with self._gradebook() as gradebook:
            gradebook.known(_worth(assignment))

    def record(self, assignment: Assignment, graded: Iterable[tuple[str, Results]]) -> None:
        """Write the results into the gradebook and into `autograded/`.

        What the grading itself has failed at is left out: what nbgrader has of it stays.

        Args:
            assignment: The lab.
            graded: The results by the names of `submissions`.

        Raises:
            CourseError: The gradebook cannot be used.
        """
        folders = dict(self.submissions)
        with self._gradebook() as gradebook:
            known = gradebook.known(_worth(assignment))
            for name, results in graded:
                if results.extra_data.get("fault") != OF_THE_GRADING:
                    self._record(gradebook, known, folders[name], _worth(assignment, results), results)

    def _record(
        self,
        gradebook: CourseGradebook,
        known: Mapping[str, Known],
        folder: Path,
        worth: Mapping[str, float],
        results: Results,
    ) -> None:
        """Record one submission."""
        student = folder.parent.name
        points = {name: words.points(results, name, most) for name, most in worth.items()}
        comments = {name: words.comment(results, name, most) for name, most in worth.items() if name != THRESHOLD}
        when = _text(folder, TIMESTAMP, _TIMESTAMP_BYTES)
        gradebook.record(student, when, points, comments, to_check=not results.tests)
        graded = {name: Graded(words.text(results, name, most), points[name]) for name, most in worth.items()}
        cells, notes = _cells(folder, self._lab)
        book = autograded(cells, known, graded, [results.output, *notes] if not results.tests else notes)
        # nbgrader tells by the time whether its feedback is still that of this submission.
        gradebook.write(student, {f"{self._lab}.ipynb": book, **({TIMESTAMP: when} if when else {})})

    @contextmanager
    def _gradebook(self) -> Iterator[CourseGradebook]:
        from autograder.course.nbgrader_gradebook import (  # noqa: PLC0415 - it loads nbgrader, an extra
            CourseGradebook,
            GradebookError,
        )

        try:
            with CourseGradebook(self._folder.resolve(), self._lab) as gradebook:
                yield gradebook
        except GradebookError as error:
            raise CourseError(str(error)) from None


def _worth(assignment: Assignment, results: Results | None = None) -> dict[str, float]:
    """Return what each exercise is worth, the threshold last; results without a training leave that out."""
    worth = {exercise.name: exercise.points for exercise in assignment.exercises}
    if assignment.training is not None:
        tests = tests_of(results, THRESHOLD) if results is not None and results.tests else None
        if tests is None or any(test.score is not None for test in tests):
            worth[THRESHOLD] = assignment.training.points
    return worth


def _cells(folder: Path, lab: str) -> tuple[list[Cell], list[str]]:
    """Return the cells of the notebook that was handed in, and what is to be said where there is none to be shown."""
    try:
        with DiskTree(folder) as tree:
            books = [name for name in tree.names(()) if name.lower().endswith(".ipynb")]
            name = f"{lab}.ipynb" if f"{lab}.ipynb" in books or len(books) != 1 else books[0]
            if name not in books:
                return [], [f"No {name} was handed in; what else was is graded."]
            data = tree.read((), name, NOTEBOOK_BYTES)
        return cells_of(data), []
    except (OSError, SubmissionError) as error:
        return [], [f"The folder cannot be read: {for_terminal(str(error))}"]
    except (UnreadableError, UnusableFileError) as error:
        return [], [f"{for_terminal(name)} {for_terminal(str(error))}"]


def _text(folder: Path, name: str, most: int) -> str:
    """Return a small file's text; an empty one where there is none to be read."""
    try:
        with DiskTree(folder) as tree:
            return tree.read((), name, most).decode()
    except (OSError, SubmissionError, UnusableFileError, UnicodeDecodeError):
        return ""
