"""The table on the terminal: submissions down, exercises across."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.report.results import Results

_STYLES = {"done": "green", "wrong": "red", "not begun": "dim", "not run": "dim"}
_SIGNS = {"done": "", "wrong": "×", "not begun": "·", "not run": ""}


def print_table(console: Console, title: str, graded: Sequence[tuple[str, Results]], exercises: Sequence[str]) -> None:
    """Print every submission's points; exercises are numbered across and named below.

    Colours repeat what the signs say, so that the table reads the same in a file.
    """
    worth = _worth(graded)
    columns = [[_cell(results, exercise) for _, results in graded] for exercise in exercises]
    totals = [f"{results.total:g}" if results.tests else "not graded" for _, results in graded]
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("submission", footer="of", no_wrap=True)
    taken = 0
    for number, (exercise, cells) in enumerate(zip(exercises, columns, strict=True), 1):
        width = max(len(cell) for cell in [*cells, Text(_points(worth.get(exercise)))])
        taken += max(width, len(str(number))) + 2
        table.add_column(
            str(number), footer=_points(worth.get(exercise)), justify="right", no_wrap=True, min_width=width
        )
    width = max(len("points"), *map(len, totals))
    table.add_column("points", footer=_points(sum(worth.values())), justify="right", min_width=width, style="bold")
    # Of all columns only the names may give way to a narrow terminal.
    room = max(10, console.width - taken - width - 6)
    table.show_footer = True
    for row, (name, _) in enumerate(graded):
        table.add_row(Text(_shortened(name, room)), *(cells[row] for cells in columns), totals[row])
    console.print(table)
    names = [f"{number} {exercise}" for number, exercise in enumerate(exercises, 1)]
    console.print(Columns(names, padding=(0, 3)), style="dim", highlight=False)
    console.print("× wrong   · not begun   – not run", style="dim", highlight=False)


def exercise_state(results: Results, exercise: str) -> str:
    """Return `done`, `wrong`, `not begun` or `not run` from the states of an exercise's tests."""
    states = {str(test.extra_data.get("state")) for test in results.tests if test.tags[:1] == (exercise,)}
    return next(iter(states)) if len(states) == 1 else "wrong"


def _shortened(name: str, room: int) -> str:
    return name if len(name) <= room else name[: room - 1] + "…"


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
