"""Reads the cells of a notebook: from bytes that nobody has checked to texts that are in bounds.

nbformat is no help here: it validates against a schema, which refuses what can still be graded (a cell without an
id), converts old formats by rewriting all of the outputs, and takes a second to import. What is needed is a list of
cells and their sources, and each step to these is one check.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

CODE_CHARACTERS = 4 << 20
_SURROGATES = re.compile("[\ud800-\udfff]")


class NotebookError(Exception):
    """A notebook cannot be read; the text goes on from its name: "is not JSON"."""


@dataclass(frozen=True)
class Cell:
    r"""A cell of a notebook.

    Attributes:
        number: its place among all cells, from 1.
        is_code: False for text, and for whatever else there is.
        text: as the student has it; lines end with "\n".
        exercise: what the release wrote into its metadata, or "".
        is_made: whether the release made it around the lab's own cells, to set up or to test.
    """

    number: int
    is_code: bool
    text: str
    exercise: str = ""
    is_made: bool = False


@dataclass(frozen=True)
class Notebook:
    """The cells of a notebook, and what its metadata says of its lab ("" for nothing)."""

    cells: tuple[Cell, ...]
    lab: str
    notes: tuple[str, ...] = ()


def read_notebook(data: bytes) -> Notebook:
    """Read the cells of a notebook, of nbformat 3 or 4.

    Raises:
        NotebookError: it is no notebook, or holds more code than is read.
    """
    text, notes = _decoded(data)
    document = _parsed(text)
    metadata = document.get("metadata")
    cells = [_cell(number, entry) for number, entry in enumerate(_entries(document), start=1)]
    size = sum(len(cell.text) for cell in cells if cell.is_code)
    if size > CODE_CHARACTERS:
        raise NotebookError(f"holds {size:,} characters of code, where at most {CODE_CHARACTERS:,} are read")
    return Notebook(tuple(cells), _ours(metadata, "lab"), notes)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("latin-1"), ("the notebook is not in UTF-8; it was read as Latin-1",)


def _parsed(text: str) -> dict[str, Any]:
    # Of two equal keys the last counts, as for Jupyter. Numbers are of no use here: one of a million digits, which
    # Python takes minutes to read, is not even looked at.
    decoder = json.JSONDecoder(parse_int=_no_number, parse_float=_no_number, parse_constant=_no_number, strict=False)
    try:
        document = decoder.decode(text)
    except RecursionError:
        raise NotebookError("is no notebook: what is in it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise NotebookError(
            f"is no notebook: it is not JSON (line {error.lineno}: {error.msg}); hand in the file as Jupyter saved it"
        ) from None
    if not isinstance(document, dict):
        raise NotebookError("is no notebook: it holds no cells; hand in the file as Jupyter saved it")
    return document


def _no_number(_: str) -> None:
    return None


def _entries(document: dict[str, Any]) -> list[Any]:
    """Return the cells, which nbformat 3 keeps in worksheets."""
    cells = document.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = document.get("worksheets")
    if isinstance(sheets, list):
        of_sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [entry for cells in of_sheets if isinstance(cells, list) for entry in cells]
    raise NotebookError("is no notebook: it holds no cells; hand in the file as Jupyter saved it")


def _cell(number: int, entry: Any) -> Cell:
    if not isinstance(entry, dict):
        return Cell(number, False, "")
    is_code = entry.get("cell_type") == "code"
    source = entry.get("source", entry.get("input"))  # "input" in nbformat 3
    parts = source if isinstance(source, list) else [source]
    text = "".join(part for part in parts if isinstance(part, str))
    # Half of a surrogate pair can stand in JSON and in no file.
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    metadata = entry.get("metadata")
    return Cell(number, is_code, text, _ours(metadata, "exercise"), _ours(metadata, "role") in ("setup", "tests"))


def _ours(metadata: Any, key: str) -> str:
    """Return what the release wrote into the metadata, or "" where there is no such text."""
    own = metadata.get("autograder") if isinstance(metadata, dict) else None
    value = own.get(key) if isinstance(own, dict) else None
    return _SURROGATES.sub("\ufffd", value)[:100] if isinstance(value, str) else ""
