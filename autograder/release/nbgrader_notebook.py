"""nbgrader's master of a lab's notebook: the students' one with the answers, and what nbgrader knows cells by."""

from __future__ import annotations

import json
from string import Template
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import v4

from autograder.assignment import THRESHOLD
from autograder.release.readme import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograder.assignment import Assignment

SCHEMA = 3
"""Of the cells' metadata `nbgrader`."""

SET_UP = "set-up"
"""nbgrader's id of the cell that sets all up."""


def answer_id(exercise: str) -> str:
    """Return nbgrader's id of the cell that an exercise is written in; that of its tests is the exercise's own."""
    return f"answer-{exercise}"


def master(notebook: str, assignment: Assignment, answers: Mapping[str, str]) -> str:
    """Return the notebook that `nbgrader generate_assignment` makes the students' one of, as the text of its file.

    Args:
        notebook: The students' notebook, as in the kit.
        assignment: The lab.
        answers: The text of each exercise's cell with nbgrader's regions.
    """
    made: Any = nbformat.reads(notebook, as_version=4)
    points = {exercise.name: exercise.points for exercise in assignment.exercises}
    cells = []
    for cell in made.cells:
        about = cell.metadata.get("autograder", {})
        role, exercise = about.get("role", ""), about.get("exercise", "")
        if role == "setup":
            _know(cell, SET_UP, locked=True)
        elif exercise in points and role == "tests":
            cell.source = _text("nbgrader_tests.txt", assignment, tests=cell.source)
            _know(cell, exercise, points=points[exercise])
        elif exercise in points:
            cell.source = answers[exercise]
            _know(cell, answer_id(exercise), solution=True)
        if cell.id == "all-tests" and assignment.training is not None:
            cells.append(_threshold(assignment, assignment.training.points))
        cells.append(cell)
    made.cells = cells
    nbformat.validate(made)
    text: str = nbformat.writes(made)
    return text.rstrip("\n") + "\n"


def _know(cell: Any, name: str, *, solution: bool = False, locked: bool = False, points: float | None = None) -> None:
    """Write what nbgrader is to know of a cell."""
    grade = points is not None
    about = {"schema_version": SCHEMA, "grade_id": name, "grade": grade, "solution": solution, "task": False}
    cell.metadata["nbgrader"] = {**about, "locked": locked or grade, **({"points": points} if grade else {})}


def _threshold(assignment: Assignment, points: float) -> Any:
    """Make the cell of the points for what the network learns, in which students have nothing to run."""
    text = _text("nbgrader_threshold.txt", assignment, points=f"{points:g}", exercise=json.dumps(THRESHOLD))
    about = {"autograder": {"role": "tests", "exercise": THRESHOLD}}
    cell = v4.new_code_cell(text, id="tests-accuracy-threshold", metadata=about)
    _know(cell, THRESHOLD, points=points)
    return cell


def _text(name: str, assignment: Assignment, **parts: str) -> str:
    return Template(template(name)).substitute(lab=json.dumps(assignment.name), **parts).rstrip("\n")
