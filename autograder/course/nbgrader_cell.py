"""What a test cell does in `nbgrader autograde`: it asks for the points of what was handed in.

The submission is graded in processes of our own, once for all cells of a notebook. What nbgrader runs beside that, the
student's cells in this very kernel, could still change what it is told: `autograder grade --nbgrader` does without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from autograder.assignment import THRESHOLD, AssignmentError, load
from autograder.course import nbgrader_words as words
from autograder.course.front_end import FrontEndError, graded
from autograder.project import ProjectError, find

SUBMITTED = "submitted"
"""nbgrader's folder of what was handed in, beside the one that it grades in."""


class Points(float):
    """Points as a cell's value, whatever the notebook has set as the format of numbers."""

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(float(self)))


def tests_of(lab: str) -> Callable[..., Points | None]:
    """Return `run_tests` for the kernel of `nbgrader autograde`.

    It takes an exercise's name, prints what came of its tests, and returns the points, which nbgrader reads as the
    cell's grade; without a name it prints all.

    Args:
        lab: The lab's name.
    """

    def run_tests(exercise: str = "", **_: object) -> Points | None:
        here = Path.cwd()
        try:
            assignment = load(find(lab, here).assignment)
            results = graded(lab, handed_in(here), here)
        except (AssignmentError, FrontEndError, ProjectError) as error:
            _end(f"autograder: {lab} in {here} is not graded: {error}")
        worth = {each.name: each.points for each in assignment.exercises}
        if assignment.training is not None:
            worth[THRESHOLD] = assignment.training.points
        if not exercise:
            print("\n\n".join(words.text(results, name, most) for name, most in worth.items()))
            return None
        print(words.text(results, exercise, worth[exercise]))
        return Points(words.points(results, exercise, worth[exercise]))

    return run_tests


def handed_in(here: Path) -> Path:
    """Return the folder of what was handed in.

    Args:
        here: Where nbgrader runs the notebook: `COURSE/autograded/STUDENT/NAME`, or a folder in it that the student's
            code has gone to. Anywhere else it is the folder itself that is graded, such as `source/NAME`.
    """
    for folder in (here, *here.parents):
        original = folder.parent.parent.parent / SUBMITTED / folder.parent.name / folder.name
        if original.is_dir() and len(folder.parts) > 3:
            return original
    return here


def _end(message: str) -> NoReturn:
    """End the kernel: nbgrader then leaves the submission ungraded and says so, where an error would give 0 points."""
    terminal = getattr(sys.stderr, "_original_stdstream_copy", None)  # ipykernel's, of the stream that it took over
    os.write(terminal if isinstance(terminal, int) else 2, f"{message}\n".encode())
    os._exit(1)
