"""The table on the terminal: submissions down, exercises across."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.report.results import Results

_STYLES = {"done": "green", "wrong": "red", "not begun": "dim", "not run": "dim"}
_SIGNS = {"done": "", "wrong": "×", "not begun": "·", "not run": ""}


def print_table(
    console: Console, title: str, graded: Sequence[tuple[str, Results]], exercises: Sequence[str]
) -> None:
    """Print every submission's points; exercises are numbered across and named below.

    Colours repeat what the signs say, so that the table reads the same in a file.
    """
    worth = _worth(graded)
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("submission", footer="of", overflow="ellipsis", no_wrap=True, min_width=12)
    for number, exercise in enumerate(exercises, 1):
        table.add_column(f"{number}", footer=_points(worth.get(exercise)), justify="right", no_wrap=True)
    total = sum(worth.values())
    table.add_column("points", footer=f"{total:g}" if total else "", justify="right", no_wrap=True, style="bold")
    table.show_footer = True
    for name, results in graded:
        cells = [_cell(results, exercise) for exercise in exercises]
        table.add_row(Text(name), *cells, f"{results.total:g}" if results.tests else "not graded")
    console.print(table)
    names = Text("  ").join(
        Text(f"{number}\u00a0{exercise}") for number, exercise in enumerate(exercises, 1)
    )
    console.print(names, style="dim", highlight=False)
    console.print("× wrong   · not begun   – not run", style="dim", highlight=False)


def exercise_state(results: Results, exercise: str) -> str:
    """Return `done`, `wrong`, `not begun` or `not run` from the states of an exercise's tests."""
    states = {str(test.extra_data.get("state")) for test in results.tests if test.tags[:1] == (exercise,)}
    return next(iter(states)) if len(states) == 1 else "wrong"


def _worth(graded: Sequence[tuple[str, Results]]) -> dict[str, float]:
    worth: dict[str, float] = {}
    for _, results in graded:
        for exercise, (_, most) in results.exercise_points().items():
            worth[exercise] = max(most, worth.get(exercise, 0.0))
    return worth


def _points(value: float | None) -> str:
    return f"{value:g}" if value else "–"


def _cell(results: Results, exercise: str) -> Text:
    earned, worth = results.exercise_points().get(exercise, (0.0, 0.0))
    if not worth:
        return Text("–", style="dim")
    state = exercise_state(results, exercise)
    return Text(f"{_SIGNS.get(state, '×')}{earned:g}", style=_STYLES.get(state, "red"))
