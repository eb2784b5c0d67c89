"""Looks for what the files of a grading say that they must not."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
from attacks.case import ASSIGNMENT, CANARIES, HERE, SOLUTIONS, Files

from autograder.safe_text import for_csv

_SCHEMA = jsonschema.Draft202012Validator(
    json.loads((HERE.parent / "schema" / "results.schema.json").read_text(encoding="utf-8"))
)

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"<[a-z/!?]", re.IGNORECASE)  # without a tag an address is harmless
_LEAST = 12
"""Shorter lines of source stand in many programs."""


class ResultsError(Exception):
    """A results file that no course platform could read; the text says why."""


@dataclass(frozen=True)
class Secrets:
    """What no student may read beside the canaries.

    Attributes:
        lines: Lines of the reference and of the hidden tests that no public file holds.
        paths: Folders of the project and of the grading.
    """

    lines: tuple[str, ...]
    paths: tuple[Path, ...] = ()


def secret_lines() -> tuple[str, ...]:
    """Collect what the lab hides."""
    public = {line for path in (ASSIGNMENT / "public").glob("*.py") for line in _lines(path.read_text("utf-8"))}
    hidden: dict[str, None] = {}
    for path in sorted((ASSIGNMENT / "hidden").glob("*.py")):
        hidden.update(dict.fromkeys(_lines(path.read_text("utf-8"))))
    for path in sorted(SOLUTIONS.glob("*.py")):
        answers = re.findall(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", path.read_text("utf-8"), re.DOTALL)
        hidden.update(dict.fromkeys(line for answer in answers for line in _lines(answer)))
    return tuple(line for line in hidden if line not in public)


def _lines(text: str) -> list[str]:
    """Return the lines of a program that say something of their own; a test's title is shown to students."""
    stripped = [line.strip() for line in text.splitlines()]
    return [line for line in stripped if len(line) >= _LEAST and not line.startswith(('"""', "import ", "from "))]


def load(path: Path) -> dict[str, Any]:
    """Read a results file as strictly as the strictest reader; raise ResultsError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResultsError(f"there is no results file ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise ResultsError(f"the results file is no UTF-8 ({error})") from None
    try:
        found = json.loads(text, parse_constant=_no_number)
        _SCHEMA.validate(found)
    except (ValueError, RecursionError) as error:
        raise ResultsError(f"the results file is no JSON ({error})") from None
    except jsonschema.ValidationError as error:
        raise ResultsError(f"the results file breaks the platform's rules ({error.message[:200]})") from None
    return {"tests": [], "extra_data": {}, **found}


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def points(results: Mapping[str, Any]) -> tuple[float, float]:
    """Return the score and the most that could be had."""
    if "score" in results:
        return float(results["score"]), 0.0
    tests = results["tests"]
    return sum(test.get("score", 0.0) for test in tests), sum(test.get("max_score", 0.0) for test in tests)


def earned(results: Mapping[str, Any], exercise: str) -> float:
    """Return the points of one exercise."""
    return sum(test.get("score", 0.0) for test in results["tests"] if test.get("tags") == [exercise])


def names(results: Mapping[str, Any]) -> list[tuple[str, float | None]]:
    """Return each test's name and worth."""
    return [(test["name"], test.get("max_score")) for test in results["tests"]]


def in_results(results: Mapping[str, Any], submitted: Files, hidden: Secrets) -> list[str]:
    """Return what a results file tells: each a sentence."""
    own = "\n".join(submitted.values())
    lines = [line for line in hidden.lines if line not in own]
    found = []
    for text in dict.fromkeys(strings(results)):
        shown = ascii(text[:80])
        found += [f"the hidden value {value} is told in {shown}" for value in CANARIES if value in text]
        found += [f"the folder {path} is told in {shown}" for path in hidden.paths if str(path) in text]
        found += [f"a hidden line, {line!r}, is told in {shown}" for line in lines if line in text]
        if match := _CONTROLS.search(text):
            found.append(f"the control character {match[0]!a} is in {shown}")
        if match := _MARKUP.search(text):
            found.append(f"the start of a tag, {match[0]!r}, is in {shown}")
    return found


def strings(value: Any) -> Iterator[str]:
    """Return every string in plain data, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from strings(inner)


def in_details(path: Path) -> list[str]:
    """Return what an instructor's terminal would obey in the file that is meant for it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [f"details.txt cannot be read ({error})"]
    match = _CONTROLS.search(text)
    return [f"the control character {match[0]!a} is in details.txt"] if match else []


def in_table(path: Path) -> list[str]:
    """Return the cells of grades.csv that a spreadsheet would compute."""
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    return [f"the cell {cell!a} of grades.csv is a formula" for cell in cells if cell and for_csv(cell) != cell]
