"""A lab's code with its solutions in Otter's markers, and what Otter makes of it for students.

Otter works line by line: it drops what stands between `# BEGIN SOLUTION NO PROMPT` and `# END SOLUTION`, and of a
string between `# BEGIN PROMPT` and `# END PROMPT` the two lines of quotes (`otter/assign/solutions.py`).
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from autograder.release.notebook_cells import LabCell, lab_cells
from autograder.source_regions import student_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from autograder.source import SourceFile
    from autograder.source_regions import Region

_BEGIN, _END = "# BEGIN SOLUTION NO PROMPT", "# END SOLUTION"
_BEGIN_PROMPT, _END_PROMPT = "# BEGIN PROMPT", "# END PROMPT"
_QUOTES = ('"""', "'''")

_ACTED_ON = re.compile(
    r"# ?SOLUTION"
    r"|# (?:BEGIN|END) (?:SOLUTION|PROMPT|PLUGIN|PLUGIN EXPORT)\s*$"
    r"|#\s*(?:BEGIN|END)\s*IGNORE"
    r"|# (?:IGNORE|SEED)\s*$"
    r"|^\s*```otter\s*$",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"##\s*ignore\s*##|#\s*ignore", re.IGNORECASE)
"""At the beginning of a cell: Otter leaves the cell out."""


def solved_cells(source: SourceFile, exercises: Collection[str]) -> list[str]:
    """Return the text of each cell of code of a file, with the solutions in the cells of the exercises.

    A solution outside of every function goes into the next exercise's cell, or else the last one's: Otter takes
    solutions only out of cells that answer a question.

    Raises:
        SourceError: There is no exercise in the file to put a solution to, or Otter would not give students the text
            that the kit gives them.
    """
    lines = [(number, text.rstrip("\r\n")) for number, text in student_lines(source.text, source.cells, source.regions)]
    waiting = [region for region in source.regions if region.kind == "solution"]
    cells = [cell for cell in lab_cells(source, exercises) if cell.kind == "code"]
    made: list[list[str]] = []
    at = 0
    for cell in cells:
        given = cell.text.split("\n")
        at = next(i for i in range(at, len(lines)) if [text for _, text in lines[i : i + len(given)]] == given)
        part = lines[at : at + len(given)]
        at += len(given)
        made.append(_solved(source, cell, part, waiting) if cell.exercise else given)
    last = max((i for i, cell in enumerate(cells) if cell.exercise), default=None)
    if last is None and waiting:
        message = "a solution in a file without exercises, for which Otter has no place: move it to an exercise's file"
        raise source.text.error(waiting[0].begin, message)
    for region in waiting:
        made[last or 0] += _solution(source, region)
    for cell, text in zip(cells, made, strict=True):
        if as_given(text) != cell.text.split("\n"):
            message = f"Otter would not give students the text of {cell.name} as the kit does: word it otherwise"
            raise source.text.error(1, message)
    return ["\n".join(text) for text in made]


def as_given(lines: Sequence[str]) -> list[str]:
    """Return what Otter leaves of a cell for students."""
    given, inside = [], False
    for line in lines:
        end = line.rstrip()
        if end.endswith((_BEGIN_PROMPT, _END_PROMPT)):
            continue
        if end.endswith(_END):
            inside = False
        elif re.match(rf"\s*{_BEGIN}", line):
            inside = True
        elif not inside:
            given.append(line)
    return given


def acted_on(text: str) -> str | None:
    """Return the first line of a student's cell that Otter would take for a word to itself, or None."""
    lines = text.split("\n")
    if _LEFT_OUT.match(lines[0]):
        return lines[0]
    return next((line for line in lines if _ACTED_ON.search(line)), None)


def _solved(source: SourceFile, cell: LabCell, part: Sequence[tuple[int, str]], waiting: list[Region]) -> list[str]:
    """Return the lines of an exercise's cell, and take the solutions that stand in it from those that wait."""
    text: list[str] = []
    for region, lines in itertools.groupby(part, key=lambda line: _replaced_by(source, line[0])):
        for number, line in lines if region is None else ():
            while waiting and waiting[0].begin < number:
                text += _solution(source, waiting.pop(0))
            text.append(line)
        if region is not None:
            while waiting and waiting[0].begin <= region.begin:
                text += _solution(source, waiting.pop(0))
            text += _prompt(source, region, [line for _, line in lines])
    while waiting and waiting[0].owner == cell.exercise:
        text += _solution(source, waiting.pop(0))
    return text


def _replaced_by(source: SourceFile, number: int) -> Region | None:
    """Return the region that a student's line stands in the place of."""
    return next((region for region in source.regions if number in region), None)


def _solution(source: SourceFile, region: Region) -> list[str]:
    lines = [line.rstrip("\r\n") for line in source.text.lines[region.begin : region.end - 1]]
    return [region.indent + _BEGIN, *lines, region.indent + _END]


def _prompt(source: SourceFile, region: Region, lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines)
    quotes = next((each for each in _QUOTES if each not in text), None)
    if quotes is None:
        message = "a prompt with both kinds of triple quotes, which Otter's notebook cannot hold: leave one kind out"
        raise source.text.error(region.begin, message)
    return [f"{region.indent}r{quotes} {_BEGIN_PROMPT}", *lines, f"{region.indent}{quotes} {_END_PROMPT}"]
