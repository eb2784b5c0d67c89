"""Reads the cells of one handed-in notebook in a process of its own, with limits and nothing to lose.

The notebook comes on standard input; what goes out is JSON: `cells`, or `error`. Nothing of the notebook is run.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any

from autograder.submission_cells import NotebookError, read_notebook
from autograder.submission_reader import MEMORY_BYTES, PROCESSOR_SECONDS

CHARACTERS = 8 << 20
"""What is read of all cells together: code and text, no outputs, no pictures."""


class UnreadableError(Exception):
    """The notebook cannot be shown; the text goes on from its name: "is not JSON"."""


@dataclass(frozen=True)
class Cell:
    """A cell of a student's notebook.

    Attributes:
        is_code: False for text, and for whatever else there is.
        text: As the student has it.
        exercise: The one that the release wrote into its metadata, or "".
        is_made: Whether the release made it around the lab's own cells, to set up or to test.
    """

    is_code: bool
    text: str
    exercise: str
    is_made: bool


def cells_of(data: bytes) -> list[Cell]:
    """Return the cells of a notebook.

    Args:
        data: What was handed in.

    Raises:
        UnreadableError: It is no notebook, or takes too much to read.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-P", "-m", "autograder.course.nbgrader_reader"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            cwd="/",
            timeout=3 * PROCESSOR_SECONDS,
            check=False,
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableError("takes too much time or memory to read") from None
    if "error" in found:
        raise UnreadableError(found["error"])
    return [Cell(**entry) for entry in found["cells"]]


def main() -> None:
    """Answer the one question that comes on standard input."""
    for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, PROCESSOR_SECONDS)):
        with contextlib.suppress(OSError, ValueError):  # a lower limit holds already, or the platform has none
            resource.setrlimit(limit, (value, value))
    try:
        cells = [
            Cell(cell.is_code, cell.text, cell.exercise, cell.is_made)
            for cell in read_notebook(sys.stdin.buffer.read()).cells
        ]
        size = sum(len(cell.text) for cell in cells)
        found: dict[str, Any] = {"cells": [asdict(cell) for cell in cells]}
        if size > CHARACTERS:
            found = {"error": f"holds {size:,} characters, where at most {CHARACTERS:,} are shown"}
    except NotebookError as error:
        found = {"error": str(error)}
    except (MemoryError, RecursionError):
        found = {"error": "is more than can be read"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
