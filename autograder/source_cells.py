"""The cells of a source file in the percent format.

`# %%` starts a cell of code, `# %% [markdown]` one of text, whose lines are comments. A title before the
brackets and `key=value` pairs after them (values as in JSON) are kept, as the format has them.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .source_text import first_line, last_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .source_text import SourceText

_MARKER = re.compile(r"#\s*%%+(?:\s+(?P<options>.*))?$")
_OPTIONS = re.compile(r"(?P<title>[^\[=]*?)\s*(?:\[(?P<kind>\w+)\])?\s*(?P<pairs>[\w.-]+\s*=.*)?$")
_KINDS = {None: "code", "code": "code", "markdown": "markdown", "md": "markdown"}


@dataclass(frozen=True)
class Cell:
    """A cell of the lab.

    Attributes:
        kind: "markdown" or "code".
        line: its first line, which is its marker if it has one.
        end: its last line, before the next cell's marker.
        text: without the marker, without blank lines at its end; a text cell's without the comment signs.
        marked: False for code before the first marker.
        title: what stands in the marker before the kind.
        metadata: the marker's `key=value` pairs.
    """

    kind: Literal["markdown", "code"]
    line: int
    end: int
    text: str
    marked: bool = True
    title: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


def find_cells(source: SourceText) -> list[Cell]:
    """Find the cells of a source file, in order.

    Raises:
        SourceError: a marker that cannot be read, a cell that starts inside a statement, or a line of a text
            cell that is no comment.
    """
    starts = {}
    for comment in source.comments:
        match = _MARKER.match(comment.text)
        if match and comment.alone:
            starts[comment.line] = _options(source, comment.line, match["options"] or "")
    for statement in source.tree.body:
        for line in starts:
            if first_line(statement) < line <= last_line(statement):
                what = getattr(statement, "name", "a statement")
                raise source.error(line, f"a cell starts inside {what}, move the marker out of it")
    bounds = [*starts, len(source.lines) + 1]
    cells = [_cell(source, start, following - 1, *starts[start]) for start, following in itertools.pairwise(bounds)]
    head = _header_end(source)
    before = "".join(source.lines[head : bounds[0] - 1]).replace("\r\n", "\n").rstrip()
    if before:
        return [Cell("code", head + 1, bounds[0] - 1, before.lstrip("\n"), marked=False), *cells]
    return cells


def _options(source: SourceText, line: int, text: str) -> tuple[str, str, dict[str, Any]]:
    """Read what follows the percent signs: kind, title, metadata."""
    match = _OPTIONS.match(text.strip())
    if match is None or match["kind"] not in _KINDS:
        raise source.error(line, f"a cell of another kind: {text!r}, write '# %%' or '# %% [markdown]'")
    metadata: dict[str, Any] = {}
    pairs = (match["pairs"] or "").strip()
    while pairs:
        key, _, rest = pairs.partition("=")
        try:
            metadata[key.strip()], end = json.JSONDecoder().raw_decode(rest.lstrip())
        except json.JSONDecodeError:
            raise source.error(line, f"the value of {key} cannot be read, write it as JSON") from None
        pairs = rest.lstrip()[end:].strip()
    return _KINDS[match["kind"]], match["title"], metadata


def _cell(source: SourceText, line: int, end: int, kind: str, title: str, metadata: dict[str, Any]) -> Cell:
    body = [text.rstrip("\r\n") for text in source.lines[line:end]]
    while body and not body[-1].strip():
        body.pop()
    if kind == "code":
        return Cell("code", line, end, "\n".join(body), title=title, metadata=metadata)
    for number, text in enumerate(body, start=line + 1):
        if text.strip() and not text.startswith("#"):
            message = "no comment, in a cell of text; put '# ' before it, or start the code with '# %%'"
            raise source.error(number, message)
    plain = [text.removeprefix("#").removeprefix(" ") for text in body]
    return Cell("markdown", line, end, "\n".join(plain), title=title, metadata=metadata)


def _header_end(source: SourceText) -> int:
    """Give the last line of the YAML header that Jupyter's tools write at the top of a file, or 0."""
    lines = [line.rstrip() for line in source.lines]
    if lines[:1] != ["# ---"]:
        return 0
    comments = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines.index("# ---", 1) + 1 if "# ---" in lines[1:comments] else 0


def in_cell_of_text(cells: Sequence[Cell], line: int) -> bool:
    """Tell whether a line belongs to a cell of text."""
    return any(cell.kind == "markdown" and cell.line <= line <= cell.end for cell in cells)
