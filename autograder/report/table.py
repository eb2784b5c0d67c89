"""The table on the terminal: submissions down, exercises across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.report.row import Points, Row

_STYLES = {"done": "green", "wrong": "red", "not begun": "dim", "not run": "dim"}
_SIGNS = {"done": "", "wrong": "×", "not begun": "·", "not run": ""}
_NARROWEST = len("submission")
"""The least width of the column of names: its heading."""


@dataclass(frozen=True)
class _Column:
    """A column of points: its heading, a cell for each submission, and what it is worth."""

    heading: str
    cells: Sequence[Text]
    footer: str
    style: str = ""

    @property
    def width(self) -> int:
        return max(len(self.heading), len(self.footer), *(len(cell) for cell in self.cells))


def print_table(console: Console, title: str, graded: Sequence[Row], exercises: Sequence[str]) -> None:
    """Print every submission's points; exercises are numbered across and named below.

    Where they do not all fit, the total stands beside the name, and the exercises follow in several tables. Colours
    repeat what the signs say, so that the table reads the same in a file.
    """
    worth = _worth(graded)
    columns = [
        _Column(str(number), [_cell(row.of(each)) for row in graded], _points(worth.get(each)))
        for number, each in enumerate(exercises, 1)
    ]
    totals = [Text("not graded" if row.total is None else f"{row.total:g}") for row in graded]
    total = _Column("points", totals, _points(sum(worth.values())), "bold")
    names = [row.name for row in graded]
    tables = [[*columns, total]]
    room = _room([*columns, total], console.width)
    if room < _NARROWEST:
        room = max(_NARROWEST, min(console.width // 4, max(map(len, names), default=0)))
        tables = list(_parts([total, *columns], console.width - room))
    # Of all columns only the names may give way to a narrow terminal.
    shortened = [_shortened(name, room) for name in names]
    for number, part in enumerate(tables):
        console.print(_table("" if number else title, shortened, part))
    numbered = [f"{number} {exercise}" for number, exercise in enumerate(exercises, 1)]
    console.print(Columns(numbered, padding=(0, 3)), style="dim", highlight=False)
    console.print("× wrong   · not begun   – not run", style="dim", highlight=False)


def _room(columns: Sequence[_Column], width: int) -> int:
    """Return how many characters the columns leave for what else stands in a table."""
    return width - sum(column.width + 2 for column in columns) - 6


def _parts(columns: Sequence[_Column], width: int) -> Iterator[list[_Column]]:
    """Return the columns in as many parts as they need, one column at least in each."""
    part: list[_Column] = []
    for column in columns:
        if part and _room([*part, column], width) < 0:
            yield part
            part = []
        part.append(column)
    yield part


def _table(title: str, names: Sequence[str], columns: Sequence[_Column]) -> Table:
    table = Table(
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_footer=True,
    )
    table.add_column("submission", footer="of", no_wrap=True)
    for column in columns:
        table.add_column(
            column.heading,
            footer=column.footer,
            justify="right",
            no_wrap=True,
            min_width=column.width,
            style=column.style,
        )
    for row, name in enumerate(names):
        table.add_row(Text(name), *(column.cells[row] for column in columns))
    return table


def _shortened(name: str, room: int) -> str:
    return name if len(name) <= room else name[: room - 1] + "…"


def _worth(graded: Sequence[Row]) -> dict[str, float]:
    worth: dict[str, float] = {}
    for row in graded:
        for exercise, points in zip(row.exercises, row.points, strict=True):
            worth[exercise] = max(points.worth, worth.get(exercise, 0.0))
    return worth


def _points(value: float | None) -> str:
    return f"{value:g}" if value else "–"


def _cell(points: Points) -> Text:
    if not points.worth:
        return Text("–", style="dim")
    return Text(f"{_SIGNS.get(points.state, '×')}{points.earned:g}", style=_STYLES.get(points.state, "red"))
