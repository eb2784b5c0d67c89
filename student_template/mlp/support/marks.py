"""What a lab's test says of itself: its exercise, its points, its title, who may see it."""

from __future__ import annotations

import hashlib
import inspect
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")
"""Gradescope's settings for one test."""

KIT_SALT = "kit"
"""Seeds the kit's inputs: they are the same on every machine, as its snapshot needs."""

MARKERS = (
    "points(n): what the test is worth",
    "exercise(name): the exercise it belongs to, where the file's name does not say it",
    "visibility(when): when students see the result on Gradescope",
    "time_limit(seconds): processor time for one call of the student's code",
)


@dataclass(frozen=True)
class Marks:
    """One test's own facts.

    Attributes:
        key: `test_conv2d.py::test_worked_example`, the same in the kit and in the grader.
        exercise: The exercise's name.
        points: What it is worth.
        title: The first line of its docstring.
        visibility: Gradescope's setting.
        time_limit: Seconds of processor time a call, or None for the lab's own limit.
    """

    key: str
    exercise: str
    points: float
    title: str
    visibility: str
    time_limit: float | None


def read_marks(item: pytest.Function, exercises: Sequence[str]) -> Marks:
    """Read a test's marks; raise `pytest.UsageError` with file and line where they are not sound."""
    place = f"{item.path}:{(item.reportinfo()[1] or 0) + 1}: {item.name}"
    points = _number(item, "points", place)
    if points is None or points < 0:
        raise pytest.UsageError(f"{place}: needs @pytest.mark.points(n), a number of points")
    named = _argument(item, "exercise", place)
    exercise = exercise_of(item.path, exercises) if named is None else str(named)
    if exercise not in exercises:
        raise pytest.UsageError(
            f"{place}: belongs to no exercise: call the file test_<exercise>.py or add "
            f"@pytest.mark.exercise(name); the exercises are {', '.join(exercises)}"
        )
    title = (inspect.getdoc(item.function) or "").strip().partition("\n")[0]
    if not title:
        raise pytest.UsageError(f"{place}: needs a docstring; its first line is the title that students read")
    visibility = _argument(item, "visibility", place) or "visible"
    if visibility not in VISIBILITIES:
        raise pytest.UsageError(f"{place}: visibility {visibility!r} is none of {', '.join(VISIBILITIES)}")
    limit = _number(item, "time_limit", place)
    if limit is not None and limit <= 0:
        raise pytest.UsageError(f"{place}: time_limit needs a number of seconds above 0")
    return Marks(
        key=f"{item.path.name}::{item.name}",
        exercise=exercise,
        points=points,
        title=title.rstrip("."),
        visibility=str(visibility),
        time_limit=limit,
    )


def exercise_of(path: Path, exercises: Sequence[str]) -> str:
    """Return the exercise that a test file's name says: `test_fmnist_dataset.py` is of `FMNISTDataset`.

    Empty where it says none of `exercises`.
    """
    wanted = _plain(path.stem.removeprefix("test_"))
    return next((name for name in exercises if _plain(name) == wanted), "")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _number(item: pytest.Function, marker: str, place: str) -> float | None:
    """Return a marker's number, or None where the test does not have the marker."""
    number = _argument(item, marker, place)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not math.isfinite(number):
        raise pytest.UsageError(f"{place}: @pytest.mark.{marker} takes a number, not {number!r}")
    return float(number)


def _argument(item: pytest.Function, marker: str, place: str) -> object:
    found = item.get_closest_marker(marker)
    if found is None:
        return None
    if len(found.args) != 1 or found.kwargs:
        raise pytest.UsageError(f"{place}: @pytest.mark.{marker} takes one argument")
    argument: object = found.args[0]
    return argument


def seed_of(key: str, salt: str) -> int:
    """Return the seed of a test's `rng`: the same for the same test and salt on every machine."""
    return int.from_bytes(hashlib.sha256(f"{salt}/{key}".encode()).digest()[:8], "little")
