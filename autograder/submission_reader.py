"""Reads one notebook in a process of its own, which has limits and nothing to lose.

A student wrote every byte of it. The parsers that read it, of JSON and of Python, can be driven to use any amount of
memory and time, or to end the process that they run in (https://docs.python.org/3/library/ast.html#ast.parse). Nothing
of the notebook is run here, and nothing that this process could tell is a secret.

What comes in is a line of JSON (`facts`, and the lab's own `.py` files beside the notebook) and then the notebook; what
goes out is JSON: what the notebook holds, or `error` with what is wrong with it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.submission_cells import Cell, Notebook, NotebookError, read_notebook
from autograder.submission_names import Facts
from autograder.submission_slice import Made, make_files
from autograder.submission_statements import Broken, Statement, definitions, statements_of

MEMORY_BYTES = 2 << 30
PROCESSOR_SECONDS = 20


def main() -> None:
    """Answer the one question that comes on standard input."""
    for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, PROCESSOR_SECONDS)):
        with contextlib.suppress(OSError, ValueError):  # a lower limit holds already, or the platform has none
            resource.setrlimit(limit, (value, value))
    head = json.loads(sys.stdin.buffer.readline())
    try:
        found = read(sys.stdin.buffer.read(), _facts(head["facts"]), head["files"])
    except NotebookError as error:
        found = {"error": str(error)}
    except (MemoryError, RecursionError):
        found = {"error": "is more than can be read: clear its outputs and hand it in again"}
    json.dump(found, sys.stdout)


def read(data: bytes, facts: Facts, files: Mapping[str, str]) -> dict[str, Any]:
    """Return what a notebook holds, as plain data.

    Args:
        data: The notebook's bytes.
        facts: What is known of the lab.
        files: The lab's own files that were handed in beside it.

    Returns:
        `files` and `pieces` (see `Made`), `cells` (the text of each place of a piece), `notes`, `held` and `begun`
        (exercises that the notebook has, and those that are more than a stub), and `files_begun` (likewise for
        `files`).

    Raises:
        NotebookError: It is no notebook, or one of another lab.
    """
    notebook = read_notebook(data)
    statements: list[Statement] = []
    broken: list[Broken] = []
    modules = {Path(file).stem for file in facts.files}
    for cell in notebook.cells:
        if cell.is_code:
            more, wrong = statements_of(cell, modules)
            statements += more
            broken += wrong
    made = make_files(statements, broken, facts)
    held = [name for name in facts.exercises if name not in made.missing]
    _require_this_lab(notebook, held, facts)
    places = {piece.place for pieces in made.pieces.values() for piece in pieces}
    return {
        "files": made.files,
        "pieces": {file: [dataclasses.asdict(piece) for piece in pieces] for file, pieces in made.pieces.items()},
        "cells": {f"cell {cell.number}": cell.text for cell in notebook.cells if f"cell {cell.number}" in places},
        "notes": [*notebook.notes, *_missing(notebook, made), *_broken(broken), *made.notes],
        "held": held,
        "begun": made.begun,
        "files_begun": _begun(files, facts),
    }


def _facts(data: dict[str, Any]) -> Facts:
    released = {file: frozenset(kept) for file, kept in data["released"].items()}
    return Facts(data["lab"], tuple(data["files"]), data["names"], tuple(data["exercises"]), released)


def _require_this_lab(notebook: Notebook, held: list[str], facts: Facts) -> None:
    """Refuse a notebook of another lab, which may have an exercise or two under the same names."""
    of_another = notebook.lab and notebook.lab != facts.lab
    if of_another and 2 * len(held) < len(facts.exercises):
        raise NotebookError(f"is the notebook of the lab {notebook.lab}, and this is {facts.lab}: hand in that one's")
    if not held:
        names = ", ".join(facts.exercises[:3])
        raise NotebookError(f"holds none of this lab's exercises ({names} ...): is it another lab's notebook?")


def _missing(notebook: Notebook, made: Made) -> list[str]:
    """Say which exercises the notebook has not, and where one has become text."""
    if not made.missing:
        return []
    as_text = [cell for cell in notebook.cells if not cell.is_code and cell.exercise in made.missing]
    notes = [_as_text(cell) for cell in as_text]
    lost = [name for name in made.missing if name not in {cell.exercise for cell in as_text}]
    if len(lost) == 1:
        notes.append(f"your notebook holds no {lost[0]}: it counts as not begun")
    elif lost:
        notes.append(f"your notebook holds no {', '.join(lost[:-1])} and {lost[-1]}: they count as not begun")
    return notes


def _as_text(cell: Cell) -> str:
    return f"cell {cell.number} holds {cell.exercise} as text, not as code: it counts as not begun"


def _broken(broken: list[Broken]) -> list[str]:
    notes = []
    for each in broken:
        if not each.is_made:
            what = f"cell {each.cell} is" if each.is_whole else f"a part of cell {each.cell} is"
            notes.append(f"{what} left out, it is no valid Python (line {each.line}: {each.message})")
    return notes


def _begun(files: Mapping[str, str], facts: Facts) -> list[str]:
    """Return which exercises of the lab's own files are more than the stubs of the release."""
    begun = []
    for file, text in files.items():
        exercises = [name for name in facts.exercises if facts.names[name] == file]
        try:
            found = definitions(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            begun += exercises  # somebody has worked on it
            continue
        released = facts.released.get(file, frozenset())
        begun += [name for name in exercises if name in found and found[name] not in released]
    return begun


if __name__ == "__main__":
    main()
