"""Refuses a kit that gives something away: a line of a solution, of a hidden test, of a right or wrong program."""

from __future__ import annotations

import re
import tokenize
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from autograder.source import SourceFile

MOST_TELLING = ("hidden", "misconceptions", "accepted", "samples")
"""The folders of an assignment that never leave the grader."""

FEWEST_TOKENS = 5
"""A shorter line (`return out`, `else:`) stands in every program and gives nothing away."""

_COMMENTED = re.compile(r"^(?:[\s#>`*-]|\.\.\.)+")
_COMMENT = re.compile(r"\s#.*$")


def leaks(kit: Mapping[str, str], sources: Sequence[SourceFile], assignment: Path) -> list[str]:
    """Return every line of the kit that must not be there, as `FILE:LINE: why`.

    A line counts as the same with other white space, with another comment behind it, and as a comment itself.

    Args:
        kit: The texts of the kit's files by name, those that come from the lab.
        sources: The lab's sources.
        assignment: `assignments/NAME`.
    """
    secret = _of_the_grader(assignment, _given(sources, assignment)) | _of_the_solutions(sources)
    found = []
    for name, text in sorted(kit.items()):
        for number, line in enumerate(text.splitlines(), 1):
            where = secret.get(_plain(line))
            if where is not None:
                found.append(f"{name}:{number}: this line stands in {where}: {line.strip()}")
    return found


def _given(sources: Iterable[SourceFile], assignment: Path) -> set[str]:
    """Return the lines that students get anyway: wrong and right programs repeat their signatures."""
    given = {_plain(line) for source in sources for line in source.stub().splitlines()}
    return given | {_plain(line) for path in sorted((assignment / "public").glob("*.py")) for line in _lines(path)}


def _of_the_grader(assignment: Path, given: set[str]) -> dict[str, str]:
    """Return the telling lines of the folders that stay, each with its place."""
    secret: dict[str, str] = {}
    for folder in MOST_TELLING:
        for path in sorted((assignment / folder).rglob("*.py")):
            for number, line in enumerate(_lines(path), 1):
                if _tells(line) and _plain(line) not in given:
                    secret.setdefault(_plain(line), f"{path.relative_to(assignment).as_posix()}:{number}")
    return secret


def _of_the_solutions(sources: Iterable[SourceFile]) -> dict[str, str]:
    """Return the telling lines of the solutions, each with its place."""
    return {
        _plain(line): f"the solution in {source.path.name}:{number}"
        for source in sources
        for number, line in source.solution_lines()
        if _tells(line)
    }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _plain(line: str) -> str:
    """Take white space and comments off; a line that is commented out, or quoted in a text, says as much."""
    return "".join(_COMMENT.sub("", _COMMENTED.sub("", line)).split()).rstrip("`")


def _tells(line: str) -> bool:
    line = line.strip()
    if not line or line.startswith(("#", "import ", "from ", '"""')):
        return False
    try:
        tokens = [token for token in tokenize.generate_tokens(StringIO(line).readline) if token.string.strip()]
    except (tokenize.TokenError, SyntaxError):  # a part of a longer statement, or of a text
        return len(line.split()) >= FEWEST_TOKENS
    return sum(token.type != tokenize.COMMENT for token in tokens) >= FEWEST_TOKENS
