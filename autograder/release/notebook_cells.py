"""The cells of a lab's notebook that come from its files: text by text and code by code the students' stubs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from autograder.source_cells import find_cells
from autograder.source_text import Definition, SourceText, first_line, last_line, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from autograder.source import SourceFile


@dataclass(frozen=True)
class LabCell:
    """A cell of the notebook that stands in a file of the lab.

    Attributes:
        kind: "markdown" or "code".
        text: As in the file.
        file: The file's name.
        name: A readable one, the same in every release as long as the cell's heading or function is.
        exercise: The exercise that it defines, or empty.
        metadata: What the cell's marker says, its title included.
    """

    kind: Literal["markdown", "code"]
    text: str
    file: str
    name: str
    exercise: str
    metadata: dict[str, Any]


def lab_cells(source: SourceFile, exercises: Collection[str], filled: str | None = None) -> Iterator[LabCell]:
    """Give the cells of a file as students get it; each exercise is alone in its cell.

    Args:
        source: The file.
        exercises: The lab's exercises.
        filled: The students' file with its answers filled in, to be cut in place of theirs.
    """
    file = source.path.name
    for cell in find_cells(SourceText(source.path, source.stub() if filled is None else filled)):
        metadata = {**({"title": cell.title} if cell.title else {}), **cell.metadata}
        if cell.kind == "markdown":
            yield LabCell("markdown", cell.text, file, _heading(cell.text) or f"{source.path.stem}-text", "", metadata)
            continue
        for text, defined in split(cell.text, exercises):
            exercise = next((name for name in defined if name in exercises), "")
            name = defined[0] if defined else f"{source.path.stem}-code"
            yield LabCell("code", text, file, name, exercise, metadata)


def split(text: str, exercises: Collection[str]) -> list[tuple[str, list[str]]]:
    """Split a cell of code so that each exercise is alone; a comment stays with the statement below it.

    Returns:
        Each part with the functions and classes that it defines.
    """
    lines = text.split("\n")
    parts: list[tuple[int, list[str]]] = []  # the first line of each, from 0, and what it defines
    after, alone = 0, True
    for statement in parse(text).body:
        name = statement.name if isinstance(statement, Definition) else ""
        # Statements that share a line stay together: there is nothing to cut between them.
        if (alone or name in exercises) and first_line(statement) > after:
            parts.append((after if parts else 0, []))
        alone = name in exercises
        parts[-1][1].extend([name] if name else [])
        after = last_line(statement)
    starts = [start for start, _ in parts] or [0]
    texts = ["\n".join(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return [(part.strip("\n"), names) for part, names in zip(texts, [names for _, names in parts] or [[]], strict=True)]


def guarded(text: str) -> str:
    """Return what a cell has below `if __name__ == "__main__":`, as Python would write it; else an empty text."""
    return "\n".join(
        ast.unparse(statement)
        for statement in parse(text).body
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "__name__ == '__main__'"
    )


def check_names(sources: Sequence[SourceFile]) -> None:
    """See that what a file defines for itself is not another thing in another file: a notebook has one of each name.

    Raises:
        SourceError: There is a name that two files define differently.
    """
    defined: dict[str, tuple[str, str]] = {}
    for source in sources:
        for statement in source.text.tree.body:
            if source.solves(statement.lineno):
                continue
            for name in _defined(statement):
                file, text = defined.setdefault(name, (source.path.name, ast.unparse(statement)))
                if file != source.path.name and text != ast.unparse(statement):
                    message = f"{file} has another {name}, and the notebook can hold one: rename one of them"
                    raise source.text.error(statement.lineno, message)


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, Definition):
        return [statement.name]
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return [
            node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
    return []


def slug(text: str) -> str:
    """Return a text as a part of a cell's id: letters, digits and hyphens, 50 at most."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text)[:50].strip("-")


def _heading(text: str) -> str:
    found = re.search(r"^#+\s+(.+)$", text, re.MULTILINE)
    return slug(found[1].lower()) if found else ""
