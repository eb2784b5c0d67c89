"""The kit's last screen: every exercise with its points and state, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .marks import Marks
from .outcomes import DONE, NOT_BEGUN, Outcome


class Row(NamedTuple):
    """One exercise on the screen; `earned` and `worth` count the tests that ran here."""

    exercise: str
    state: str
    earned: float
    worth: float
    note: str


def rows(exercises: Iterable[Mapping[str, Any]], results: Sequence[tuple[Marks, Outcome]]) -> list[Row]:
    """Sum the tests' outcomes up by exercise, in the lab's order; an exercise without a test that ran is left out."""
    made = []
    for entry in exercises:
        mine = [(marks, result) for marks, result in results if marks.exercise == entry["name"]]
        if not mine:
            continue
        states = {result.state for _, result in mine}
        wrong = sum(result.state != DONE for _, result in mine)
        state = DONE if states == {DONE} else NOT_BEGUN if states == {NOT_BEGUN} else "wrong"
        note = f"{wrong} of {len(mine)} tests to go" if state == "wrong" else ""
        earned = sum(result.score for _, result in mine)
        made.append(Row(entry["name"], state, earned, sum(marks.points for marks, _ in mine), note))
    return made


def lines(made: Sequence[Row], exercises: Iterable[Mapping[str, Any]]) -> list[str]:
    """Write the table and the line that says what comes next."""
    width = max([len("exercise"), *(len(row.exercise) for row in made)])
    text = [f"{'exercise':<{width}}  {'points':>9}  state"]
    for row in made:
        points = f"{row.earned:g} / {row.worth:g}"
        text.append(f"{row.exercise:<{width}}  {points:>9}  {row.state:<9}  {row.note}".rstrip())
    total, worth = sum(row.earned for row in made), sum(row.worth for row in made)
    text.append(f"{'together':<{width}}  {f'{total:g} / {worth:g}':>9}")
    return [*text, "", *_next(made, {entry["name"]: entry for entry in exercises})]


def _next(made: Sequence[Row], exercises: Mapping[str, Mapping[str, Any]]) -> list[str]:
    wrong = [row for row in made if row.state == "wrong"]
    open_ = wrong or [row for row in made if row.state == NOT_BEGUN]
    if not open_:
        return ["All done here. Hidden tests check more of the same, with other inputs."]
    first = exercises[open_[0].exercise]
    verb = "Mend" if wrong else "Next"
    return [
        f"{verb}: {first['name']} in {first['file']} (about {first['minutes']} minutes). "
        f"Its tests alone: pytest -k {first['name']}"
    ]
