"""A verification on the terminal: an exercise's mistakes down, its tests across, and what does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from autograder.safe_text import for_terminal
from autograder.verify.findings import Counts, ExerciseFact, RowFound, TestFact, Verification

_GROUP = len("public")
"""The least width of a group of tests: its heading stands above it."""

_SHORTEST_ID = 12
_SIGNS = {"×": "bold cyan", "·": "dim"}
_KEY = "× fails  · passes  ✓ hint shown  ≡ not told from  ? by chance  – not caught"


def print_verification(console: Console, found: Verification, *, brief: bool = False, page: str = "") -> None:
    """Print what was found; the last line is the verdict.

    Colours repeat what signs and words say, so that it reads the same in a file. What is not for a terminal has each
    note and each hole in one line, however long.

    Args:
        console: Where to.
        found: The verification.
        brief: Only the counts, the summary and the holes.
        page: Where the same is to be read as a page.
    """
    _line(console, Text.assemble((for_terminal(found.title), "bold"), f" ({for_terminal(found.name)})"))
    _line(console, Text(found.size))
    if not brief:
        console.print()
        _wrapped(console, "", Text(_KEY, style="dim"))
        for exercise in found.exercises:
            _exercise(console, found, exercise)
    _summary(console, found)
    notes, holes = found.notes(), found.holes()
    if brief and notes:
        _line(console, Text(f"\n{len(notes)} note{'' if len(notes) == 1 else 's'}: without --brief you read them"))
    elif notes:
        _listed(console, "Notes", notes, "yellow")
    if holes:
        _listed(console, "Holes", holes, "bold red")
    console.print()
    if page:
        _line(console, Text(f"Page: {for_terminal(page)}"))
    _line(console, Text(for_terminal(found.verdict), style="bold red" if holes else "bold green"))


def _exercise(console: Console, found: Verification, exercise: ExerciseFact) -> None:
    tests, rows = found.tests_of(exercise.name), found.rows_of(exercise.name)
    console.print()
    _line(console, Text.assemble((exercise.name, "bold"), f"   {_points(exercise.points)}"))
    if rows:
        for line in _matrix(tests, rows, console.width):
            _line(console, line)
    else:
        _line(console, Text("  no misconceptions", style="red"))
    number = 0
    for hidden, group in groupby(tests, key=lambda test: test.hidden):
        _line(console, Text("  hidden tests" if hidden else "  public tests", style="dim"))
        for test in group:
            number += 1
            _wrapped(console, f"  {number:>2} ", _title(found, test))
    _answers(console, found, exercise.name)


def _matrix(tests: Sequence[TestFact], rows: Sequence[RowFound], width: int) -> Iterable[Text]:
    """Return the lines: in wide or in narrow cells, whichever fit; then the names give way."""
    longest = max(cell_len(for_terminal(row.id)) for row in rows)
    fixed = 2 + 2 + len(" caught earned hint")
    blank = "·" * len(tests)
    gap = " " if longest + fixed + len(_cells(tests, blank, " ")) <= width else ""
    room = min(longest, max(_SHORTEST_ID, width - fixed - len(_cells(tests, blank, gap))))
    yield from _heading(tests, gap, room)
    for row in rows:
        signs = "".join("·" if row.states.get(test.key, "done") == "done" else "×" for test in tests)
        name = Text(_fitted(for_terminal(row.id), room), style="" if row.caught_by else "bold red")
        line = Text.assemble("  ", name, "  ", _cells(tests, signs, gap))
        line.append(f" {len(row.caught_by):>6}", style="" if row.caught_by else "bold red")
        line.append(f" {row.score:>6g} ")
        yield from _with_hint(line, row, width)


def _heading(tests: Sequence[TestFact], gap: str, room: int) -> Iterable[Text]:
    margin = " " * (room + 4)
    names = ["hidden" if hidden else "public" for hidden, _ in groupby(tests, key=lambda test: test.hidden)]
    widths = [len(group) for group in _groups(tests, "·" * len(tests), gap)]
    labels = " │ ".join(f"{name:<{width}}" for name, width in zip(names, widths, strict=True))
    yield Text(f"{margin}{labels} caught earned hint", style="dim")
    if len(tests) > 9:
        tens = "".join(" " if number < 10 else str(number // 10)[-1] for number in range(1, len(tests) + 1))
        yield Text.assemble(margin, _cells(tests, tens, gap))
    ones = "".join(str(number % 10) for number in range(1, len(tests) + 1))
    yield Text.assemble(margin, _cells(tests, ones, gap))


def _cells(tests: Sequence[TestFact], signs: str, gap: str) -> Text:
    """Return a sign for each test, a bar between the public and the hidden ones."""
    return Text.assemble((" │ ", "dim")).join(_groups(tests, signs, gap))


def _groups(tests: Sequence[TestFact], signs: str, gap: str) -> list[Text]:
    groups = []
    for _, group in groupby(zip(tests, signs, strict=True), key=lambda each: each[0].hidden):
        text = Text(gap).join(Text(sign, style=_SIGNS.get(sign, "")) for _, sign in group)
        text.append(" " * (_GROUP - len(text)))
        groups.append(text)
    return groups


def _with_hint(line: Text, row: RowFound, width: int) -> Iterable[Text]:
    if row.recognised:
        yield line.append("✓", style="green")
    elif not row.caught_by:
        yield line.append("–", style="red")
    elif not row.twins:
        yield line.append("?", style="yellow")
    else:
        twins = f"≡ {', '.join(map(for_terminal, row.twins))}"
        if cell_len(line.plain) + cell_len(twins) <= width:
            yield line.append(twins, style="yellow")
        else:
            yield line.append("≡", style="yellow")
            yield Text(f"    {twins}", style="yellow")


def _title(found: Verification, test: TestFact) -> Text:
    alone, catches = len(found.catches_alone(test.key)), found.catches(test.key)
    text = Text(for_terminal(test.title))
    text.append(f"  ({_points(test.points)}; catches {catches}", style="dim")
    return text.append(f", {alone} alone)" if alone else ")", style="dim")


def _answers(console: Console, found: Verification, exercise: str) -> None:
    in_full, refused = [], []
    for answer in found.accepted_of(exercise):
        failed = found.failed(answer, exercise)
        numbers = [str(number) for number, test in enumerate(found.tests_of(exercise), 1) if test in failed]
        if failed:
            refused.append(f"{for_terminal(answer.name)} (fails {', '.join(numbers)})")
        else:
            in_full.append(for_terminal(answer.name))
    if in_full or not refused:
        _wrapped(console, "  accepted  ", Text(", ".join(in_full) or "none"))
    if refused:
        _wrapped(console, "  refused   ", Text(", ".join(refused), style="bold red"))


def _summary(console: Console, found: Verification) -> None:
    named = [(exercise.name, found.counts_of(exercise.name)) for exercise in found.exercises]
    rows = [(Text(name), *_numbers(counts)) for name, counts in [*named, ("together", found.counts)]]
    heading = ("exercise", "public+hidden", "caught", "recognised", "accepted")
    widths = [max(len(head), *map(len, column)) for head, *column in zip(heading, *rows, strict=True)]
    console.print()
    for row in [tuple(Text(head, style="dim") for head in heading), *rows]:
        first, *others = row
        line = Text.assemble(first, " " * (widths[0] - len(first)))
        for cell, width in zip(others, widths[1:], strict=True):
            line.append(" " * (2 + width - len(cell))).append_text(cell)
        _line(console, line)


def _numbers(counts: Counts) -> tuple[Text, ...]:
    return (
        Text(f"{counts.public}+{counts.hidden}"),
        _share(counts.caught, counts.rows, "bold red"),
        _share(counts.recognised, counts.rows, "yellow"),
        _share(counts.in_full, counts.answers, "bold red"),
    )


def _share(some: int, all_: int, style: str) -> Text:
    return Text(f"{some}/{all_}" if all_ else "none", style=style if some < all_ else "" if all_ else "dim")


def _listed(console: Console, heading: str, lines: Sequence[str], style: str) -> None:
    _line(console, Text(f"\n{heading}", style=style))
    for each in lines:
        text = Text(for_terminal(each))
        if console.is_terminal:
            _wrapped(console, "  - ", text)
        else:
            _line(console, Text("  - ").append_text(text))


def _wrapped(console: Console, lead: str, text: Text) -> None:
    """Print a text between words, its further lines below its first."""
    for number, line in enumerate(text.wrap(console, max(20, console.width - len(lead)))):
        line.rstrip()
        _line(console, Text.assemble(" " * len(lead) if number else lead, line))


def _line(console: Console, text: Text) -> None:
    text.rstrip()
    console.print(text, soft_wrap=True, highlight=False)


def _fitted(name: str, room: int) -> str:
    return name + " " * (room - cell_len(name)) if cell_len(name) <= room else name[: room - 1] + "…"


def _points(value: float) -> str:
    return f"{value:g} point{'' if value == 1 else 's'}"
