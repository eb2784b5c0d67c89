"""What tables show of one submission's results: a few hundred bytes, where the results take a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from autograder.report.results import Results


class Points(NamedTuple):
    """An exercise's.

    Attributes:
        earned: by the submission.
        worth: what was run of the exercise.
        state: `done`, `wrong`, `not begun` or `not run`.
    """

    earned: float
    worth: float
    state: str


NONE = Points(0.0, 0.0, "not run")


@dataclass(frozen=True, slots=True)
class Row:
    """One submission.

    Attributes:
        name: its name.
        total: its points; None where it could not be graded.
        remark: the first line of what is said of it as a whole.
        exercises: which there are, in order.
        points: each exercise's.
    """

    name: str
    total: float | None
    remark: str
    exercises: tuple[str, ...]
    points: tuple[Points, ...]

    def of(self, exercise: str) -> Points:
        """Return an exercise's points; `NONE` where it has none of its tests."""
        return self.points[self.exercises.index(exercise)] if exercise in self.exercises else NONE


def row_of(name: str, results: Results) -> Row:
    """Return what tables show of results."""
    points = results.exercise_points()
    found = tuple(_same(Points(*points[each], exercise_state(results, each))) for each in points)
    total = results.total if results.tests else None
    return Row(name, total, results.output.partition("\n")[0], _same(tuple(points)), _same(found))


def exercise_state(results: Results, exercise: str) -> str:
    """Return `done`, `wrong`, `not begun` or `not run` from the states of an exercise's tests."""
    states = {str(test.extra_data.get("state")) for test in results.tests if test.tags[:1] == (exercise,)}
    return next(iter(states)) if len(states) == 1 else "wrong"


_KNOWN: dict[Any, Any] = {}
_Value = TypeVar("_Value", bound=tuple[Any, ...])


def _same(value: _Value) -> _Value:
    """Return an equal value from before, if there is one: most students have the same points in most exercises."""
    known: _Value = _KNOWN.setdefault(value, value)
    return known
