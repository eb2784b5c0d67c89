"""nbgrader's gradebook of a course, and the folder of what is graded there, written with nbgrader's own program.

Only `autograder grade --nbgrader` imports this module: nbgrader is an extra.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

from nbformat import v4
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from autograder.course.nbgrader_autograded import Known
from autograder.release.nbgrader_notebook import SCHEMA, answer_id
from autograder.report.results import write_atomically

_FILE_MODE = 0o444
"""nbgrader's own, for what is graded."""


class GradebookError(Exception):
    """The gradebook cannot be used; one line says why and what to do."""


class CourseGradebook:
    """One assignment in a course's gradebook; use it as a context manager.

    Args:
        course: The course's folder, in which nbgrader's settings are.
        assignment: Its name, which is the lab's and the notebook's.

    Raises:
        GradebookError: `nbgrader generate_assignment` has not been run yet.
    """

    def __init__(self, course: Path, assignment: str) -> None:
        app = NbGrader()
        app.initialize([], root=str(course))
        app.log.setLevel(logging.CRITICAL)
        self._app = app
        self._name = assignment
        self._first = f"run `nbgrader generate_assignment {assignment}` in {course} first"
        url = make_url(app.coursedir.db_url)
        if url.drivername == "sqlite" and not Path(url.database or "").is_file():
            raise GradebookError(f"{url.database} is not there yet: {self._first}")
        try:
            self._gradebook = Gradebook(app.coursedir.db_url, app.coursedir.course_id)
        except SQLAlchemyError as error:
            raise GradebookError(f"{url.render_as_string()} cannot be used: {_first_line(error)}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def known(self, worth: Mapping[str, float]) -> dict[str, Known]:
        """Return the cells that nbgrader knows.

        Args:
            worth: The points of each exercise.

        Raises:
            GradebookError: These are not the lab's.
        """
        try:
            notebook = self._gradebook.find_notebook(self._name, self._name)
        except MissingEntry:
            raise GradebookError(f"nbgrader's gradebook does not know {self._name}: {self._first}") from None
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        for exercise, most in worth.items():
            if points.get(exercise) != most:
                there = f"{points[exercise]:g} points" if exercise in points else "no such cell"
                raise GradebookError(
                    f"{exercise} is worth {most:g} points, and nbgrader's gradebook has {there}: "
                    f"`autograder release {self._name} --to nbgrader`, then {self._first.removesuffix(' first')}"
                )
        found = {}
        for cell in notebook.source_cells:
            grade = {"points": points[cell.name]} if cell.name in points else {}
            about = {"schema_version": SCHEMA, "grade_id": cell.name, "cell_type": cell.cell_type, "task": False}
            kind = {"grade": bool(grade), "solution": cell.name in solutions, "locked": cell.locked}
            found[cell.name] = Known(cell.source, {**about, **kind, **grade, "checksum": cell.checksum})
        return found

    def record(
        self,
        student: str,
        when: str,
        points: Mapping[str, float],
        comments: Mapping[str, str | None],
        *,
        to_check: bool,
    ) -> None:
        """Write a student's points and comments; what a person has graded or said by hand stays.

        A grade by hand is marked to be looked at again where ours has changed, as nbgrader itself does.

        Args:
            student: Whose.
            when: When it was handed in, as `timestamp.txt` says it; nothing where it says nothing.
            points: Of each exercise.
            comments: On each exercise that is written in a cell.
            to_check: Whether a person is to look at all of it.
        """
        self._gradebook.update_or_create_student(student)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own way of adding a submission
            self._gradebook.update_or_create_submission(self._name, student, **_timestamp(when))
        place = (self._name, self._name, student)
        for exercise, score in points.items():
            grade = self._gradebook.find_grade(exercise, *place)
            by_hand = grade.manual_score is not None
            again = grade.needs_manual_grade or grade.auto_score != score
            grade.auto_score = score
            grade.needs_manual_grade = again if by_hand else to_check
        for exercise, text in comments.items():
            self._gradebook.find_comment(answer_id(exercise), *place).auto_comment = text
        self._gradebook.db.commit()
        about = {"student": student, "assignment": self._name, "notebook": self._name}
        resources = {"nbgrader": {**about, "db_url": self._app.coursedir.db_url}}
        AssignLatePenalties(parent=self._app).preprocess(v4.new_notebook(), resources)

    def write(self, student: str, files: Mapping[str, str]) -> None:
        """Write files into `autograded/STUDENT/NAME`."""
        coursedir = self._app.coursedir
        folder = Path(coursedir.format_path(coursedir.autograded_directory, student, self._name))
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_atomically(folder / name, text)
            (folder / name).chmod(_FILE_MODE)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _timestamp(text: str) -> dict[str, datetime]:
    """Return the time that a text says, as the gradebook takes it; nothing where it says none."""
    try:
        return {"timestamp": parse_utc(text.strip())} if text.strip() else {}
    except (ValueError, OverflowError):
        return {}
