"""Refuses a kit that gives something away: a line of a solution, of a hidden test, of a right or wrong program."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from autograder.source import SourceFile

MOST_TELLING = ("hidden", "misconceptions", "accepted", "samples")
"""The folders of an assignment that never leave the grader."""

FEWEST_TOKENS = 5
"""A shorter line (`return out`, `else:`) stands in every program and gives nothing away."""


def leaks(kit: Mapping[str, bytes], sources: Iterable[SourceFile], assignment: Path) -> list[str]:
    """Return every line of the kit that must not be there, as `FILE:LINE: why`."""
    sources = list(sources)
    given = {_plain(line) for source in sources for line in source.stub().splitlines()}
    given |= {_plain(line) for path in sorted((assignment / "public").glob("*.py")) for line in _lines(path)}
    secret: dict[str, str] = {}
    for folder in MOST_TELLING:
        for path in sorted((assignment / folder).rglob("*.py")):
            for number, line in enumerate(_lines(path), 1):
                # Wrong and right programs repeat the signatures that students have anyway.
                if _tells(line) and _plain(line) not in given:
                    secret.setdefault(_plain(line), f"{folder}/{path.name}:{number}")
    for source in sources:
        for number, line in source.solution_lines():
            if _tells(line):
                secret[_plain(line)] = f"the solution in {source.path.name}:{number}"
    found = []
    for name, data in sorted(kit.items()):
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            where = secret.get(_plain(line))
            if where is not None:
                found.append(f"{name}:{number}: this line stands in {where}: {line.strip()}")
    return found


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _plain(line: str) -> str:
    """Fold white space and take comment signs off: a line that is commented out says as much."""
    return re.sub(r"\s+", " ", line.strip().lstrip("#").strip())


def _tells(line: str) -> bool:
    line = line.strip()
    if not line or line.startswith(("#", "import ", "from ", '"""')):
        return False
    try:
        tokens = [token for token in tokenize.generate_tokens(StringIO(line).readline) if token.string.strip()]
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return len(line.split()) >= FEWEST_TOKENS
    return len(tokens) >= FEWEST_TOKENS
