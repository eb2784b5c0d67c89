"""The regions of a source file that students do not get, and what they get instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .source_cells import in_cell_of_text
from .source_text import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .source_cells import Cell
    from .source_text import Comment, SourceText

_EXACT = re.compile(r"# (BEGIN|END) (SOLUTION|PROMPT)")
_MEANT = re.compile(r"#+\s*(begin|end)[\s_-]*(solution|prompt)s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Region:
    """Lines between two markers.

    Attributes:
        begin: the line of `# BEGIN …`, from 1.
        end: the line of `# END …`.
        kind: "solution", or "prompt" for what stands in its place.
        owner: the top-level function or class around it; None at module level.
        indent: the white space before the markers.
    """

    begin: int
    end: int
    kind: Literal["solution", "prompt"]
    owner: str | None
    indent: str

    def __contains__(self, line: int) -> bool:
        """Tell whether a line is between the markers, or one of them."""
        return self.begin <= line <= self.end


def find_regions(source: SourceText, cells: Sequence[Cell]) -> list[Region]:
    """Find the regions of a source file, in order.

    A marker is a comment of its own outside the cells of text; one in a string is none.

    Raises:
        SourceError: a marker is misspelt or misplaced, a region is open, nested, or not indented like its
            code, or a prompt is no comment or follows no solution.
    """
    regions: list[Region] = []
    opened: tuple[Comment, str] | None = None
    for comment in source.comments:
        if not _MEANT.match(comment.text) or in_cell_of_text(cells, comment.line):
            continue
        edge, kind = _marker(source, comment)
        if edge == "BEGIN":
            if opened is not None:
                message = f"a region inside the one of line {opened[0].line}, write '# END {opened[1]}' above it"
                raise source.error(comment.line, message)
            opened = comment, kind
            continue
        if opened is None:
            raise source.error(comment.line, f"no region is open here, write '# BEGIN {kind}' or remove this")
        if kind != opened[1]:
            message = f"the region of line {opened[0].line} is open, write '# END {opened[1]}'"
            raise source.error(comment.line, message)
        regions.append(_region(source, cells, opened[0], comment))
        opened = None
    if opened is not None:
        raise source.error(opened[0].line, f"this region does not end, write '# END {opened[1]}' below it")
    for i, region in enumerate(regions):
        if region.kind == "prompt" and (i == 0 or not _answers(region, regions[i - 1])):
            message = "a prompt must begin on the line after a solution's end, move it there"
            raise source.error(region.begin, message)
    return regions


def student_text(source: SourceText, cells: Sequence[Cell], regions: Sequence[Region]) -> str:
    """Give the file that students get: prompts or `raise NotImplementedError` in place of solutions.

    A region at module level leaves nothing behind, neither a gap nor a cell without content. Everything else
    is as it stands in the source, to the byte.

    Raises:
        SourceError: what is left is no valid Python; the line is the source's.
    """
    lines = student_lines(source, cells, regions)
    text = "".join(line for _, line in lines)
    try:
        parse(text)
    except SyntaxError as error:
        number = lines[min(error.lineno or 1, len(lines)) - 1][0] if lines else 1
        what = re.sub(r" on line \d+", "", error.msg)
        message = f"no valid Python without the solutions, move the region's ends: {what}"
        raise source.error(number, message) from None
    return text


def student_lines(source: SourceText, cells: Sequence[Cell], regions: Sequence[Region]) -> list[tuple[int, str]]:
    """Give the lines of the file that students get, each with the line of the source that it comes from, from 1.

    What stands in the place of a solution comes from its beginning or from the prompt.
    """
    return _without_empty_cells(_replaced(source, regions), cells, regions)


def _marker(source: SourceText, comment: Comment) -> tuple[str, str]:
    exact = _EXACT.fullmatch(comment.text)
    if exact is None:
        message = f"{comment.text!r} is nearly a marker, write it as in '# BEGIN SOLUTION' or word it otherwise"
        raise source.error(comment.line, message)
    if not comment.alone:
        raise source.error(comment.line, "a marker after code, give it a line of its own")
    return exact[1], exact[2]


def _region(source: SourceText, cells: Sequence[Cell], begin: Comment, end: Comment) -> Region:
    kind: Literal["solution", "prompt"] = "solution" if begin.text.endswith("SOLUTION") else "prompt"
    if end.indent != begin.indent:
        raise source.error(end.line, f"not indented like its beginning on line {begin.line}, align the two")
    for cell in cells:
        if begin.line < cell.line <= end.line:
            raise source.error(cell.line, f"a cell starts inside the region of line {begin.line}, end it above")
    for number in range(begin.line + 1, end.line):
        line = source.lines[number - 1].strip()
        comment = not line or line.startswith("#")
        if kind == "prompt" and not comment:
            raise source.error(number, "a line of a prompt that is no comment, put '# ' before it")
        if kind == "solution" and not comment:
            if not _indented_by(source.lines[number - 1], begin.indent):
                raise source.error(begin.line, f"not indented like line {number}, align the two")
            break
    owners = [source.definition_at(each.line, len(each.indent)) for each in (begin, end)]
    if owners[0] is not owners[1]:
        names = [repr(owner.name) if owner else "the module" for owner in owners]
        message = f"the region begins in {names[0]} and ends in {names[1]}, keep it in one of them"
        raise source.error(begin.line, message)
    return Region(begin.line, end.line, kind, owners[0].name if owners[0] else None, begin.indent)


def _indented_by(line: str, indent: str) -> bool:
    return line.startswith(indent) and not line[len(indent)].isspace()


def _answers(prompt: Region, before: Region) -> bool:
    return before.kind == "solution" and prompt.begin == before.end + 1


def _replaced(source: SourceText, regions: Sequence[Region]) -> list[tuple[int, str]]:
    """Give the student's lines, each with the line of the source that it comes from."""
    begins = {region.begin: region for region in regions}
    prompts = {region.begin for region in regions if region.kind == "prompt"}
    result: list[tuple[int, str]] = []
    number = 1
    while number <= len(source.lines):
        region = begins.get(number)
        if region is None:
            result.append((number, source.lines[number - 1]))
            number += 1
            continue
        number = region.end + 1
        if region.kind == "prompt":
            body = range(region.begin + 1, region.end)
            result += [(each, _uncommented(source.lines[each - 1])) for each in body]
        elif number not in prompts:
            if region.owner is not None:
                line_end = _line_end(source.lines[region.begin - 1])
                result.append((region.begin, f"{region.indent}raise NotImplementedError{line_end}"))
            else:
                number = _close_gap(result, source.lines, number)
    return result


def _uncommented(line: str) -> str:
    indent, _, rest = line.partition("#")
    return indent + rest.removeprefix(" ") if rest.strip() else _line_end(line)


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _close_gap(result: list[tuple[int, str]], lines: Sequence[str], number: int) -> int:
    """Leave the larger of the gaps above and below what was dropped; give the line to go on with.

    At the file's ends and below a cell's marker nothing is left of them.
    """
    above: list[tuple[int, str]] = []
    while result and not result[-1][1].strip():
        above.insert(0, result.pop())
    below: list[tuple[int, str]] = []
    while number <= len(lines) and not lines[number - 1].strip():
        below.append((number, lines[number - 1]))
        number += 1
    at_an_edge = not result or number > len(lines) or re.match(r"#\s*%%", result[-1][1])
    if not at_an_edge:
        result += above if len(above) >= len(below) else below
    return number


def _without_empty_cells(
    lines: list[tuple[int, str]], cells: Sequence[Cell], regions: Sequence[Region]
) -> list[tuple[int, str]]:
    """Take out the cells that held nothing but what was dropped."""
    for cell in cells:
        inside = [text for number, text in lines if cell.line < number <= cell.end]
        dropped = any(cell.line <= region.begin <= cell.end for region in regions)
        if cell.marked and dropped and not any(text.strip() for text in inside):
            lines = [(number, text) for number, text in lines if not cell.line <= number <= cell.end]
    return lines
