"""The kit's last screen: every exercise with its points and state, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .outcomes import DONE, NOT_BEGUN, WRONG, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .marks import Marks

    Place = Callable[["Row", str], str]


class Row(NamedTuple):
    """One exercise on the screen.

    Attributes:
        exercise: Its name.
        state: `done`, `wrong` or `not begun`; partial credit counts as wrong, there is something left to do.
        earned: Points earned in the tests that ran here.
        worth: What these tests are worth.
        note: What the state leaves open.
        tests: The file of its tests, such as `test_conv2d.py`.
    """

    exercise: str
    state: str
    earned: float
    worth: float
    note: str
    tests: str


def rows(exercises: Iterable[Mapping[str, Any]], results: Sequence[tuple[Marks, Outcome]]) -> list[Row]:
    """Sum the tests' outcomes up by exercise, in the lab's order; what no test ran for is left out."""
    made = []
    for entry in exercises:
        mine = [(marks, result) for marks, result in results if marks.exercise == entry["name"]]
        if not mine:
            continue
        states = {result.state for _, result in mine}
        state = states.pop() if states in ({DONE}, {NOT_BEGUN}) else WRONG
        open_ = sum(result.state != DONE for _, result in mine)
        note = f"{open_} of {len(mine)} tests to go" if state == WRONG else ""
        earned, worth = sum(result.score for _, result in mine), sum(marks.points for marks, _ in mine)
        tests = mine[0][0].key.partition("::")[0]
        made.append(Row(entry["name"], state, earned, worth, note, tests))
    return made


def in_files(row: Row, file: str) -> str:
    """Say where an exercise is to be written, and how its tests run alone."""
    return f"in {file} (alone: pytest tests/{row.tests})"


def lines(made: Sequence[Row], exercises: Iterable[Mapping[str, Any]], place: Place = in_files) -> list[str]:
    """Write the table and the line that says what comes next; a lab of 18 exercises must fit on a screen.

    Args:
        made: The table's rows.
        exercises: The lab's exercises.
        place: Says of a row and its exercise's file where to write it.
    """
    width = max([len("exercise"), *(len(row.exercise) for row in made)])
    text = [f"{'exercise':<{width}}  {'points':>9}  state"]
    for row in made:
        points = f"{row.earned:g} / {row.worth:g}"
        text.append(f"{row.exercise:<{width}}  {points:>9}  {row.state:<9}  {row.note}".rstrip())
    total, worth = sum(row.earned for row in made), sum(row.worth for row in made)
    text.append(f"{'together':<{width}}  {f'{total:g} / {worth:g}':>9}")
    return [*text, _next(made, {entry["name"]: entry["file"] for entry in exercises}, place)]


def _next(made: Sequence[Row], files: Mapping[str, str], place: Place) -> str:
    """Write what to do next: what is wrong comes before what is not begun."""
    for state, verb in ((WRONG, "mend"), (NOT_BEGUN, "begin")):
        for row in made:
            if row.state == state:
                return f"Next: {verb} {row.exercise} {place(row, files[row.exercise])}"
    return "All done here. Hidden tests check more of the same, with other inputs."
