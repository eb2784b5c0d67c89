"""The table on the terminal: submissions down, exercises across."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.report.results import Results

_STYLES = {"done": "green", "wrong": "red", "not begun": "dim", "not run": "dim"}


def print_table(console: Console, title: str, graded: Sequence[tuple[str, Results]], exercises: Sequence[str]) -> None:
    """Print every submission's points; exercises are numbered across and named below where the terminal is narrow."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("submission", overflow="fold")
    for number, _ in enumerate(exercises, 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True, style="bold")
    for name, results in graded:
        cells = [_cell(results, exercise) for exercise in exercises]
        table.add_row(Text(name), *cells, _total(results))
    console.print(table)
    names = "   ".join(f"{number} {exercise}" for number, exercise in enumerate(exercises, 1))
    console.print(Text(names, style="dim"))
    console.print(Text("green: done   red: wrong   grey: not begun or not run", style="dim"))


def exercise_state(results: Results, exercise: str) -> str:
    """Return `done`, `wrong`, `not begun` or `not run` from the states of an exercise's tests."""
    states = {str(test.extra_data.get("state")) for test in results.tests if test.tags[:1] == (exercise,)}
    if len(states) == 1:
        return next(iter(states))
    return "wrong"


def _cell(results: Results, exercise: str) -> Text:
    if not results.tests:
        return Text("–", style="dim")
    earned, worth = results.exercise_points().get(exercise, (0.0, 0.0))
    state = exercise_state(results, exercise)
    shown = f"{earned:g}/{worth:g}" if worth else "–"
    return Text(shown, style=_STYLES.get(state, "yellow"))


def _total(results: Results) -> str:
    worth = sum(test.max_score or 0.0 for test in results.tests)
    return f"{results.total:g} / {worth:g}" if worth else "not graded"
