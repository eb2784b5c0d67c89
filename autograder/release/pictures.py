"""Draws the pictures of a lab's text, so that a notebook shows them before any of its cells has run."""

from __future__ import annotations

import ast
import base64
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.grader.suite import SuiteError
from autograder.kit.frames import headline
from autograder.release.notebook_cells import guarded
from autograder.source import read_all
from autograder.source_text import parse

if TYPE_CHECKING:
    from autograder.assignment import Assignment
    from autograder.source import SourceFile
    from autograder.source_cells import Cell

DPI = 64
"""Dots an inch: a page of figures takes a few tens of kilobytes."""

Pictures = dict[str, dict[str, list[str]]]
"""For each file and what a cell runs there (see `guarded`) the PNGs that it draws, in base 64."""


def pictures(assignment: Assignment, solutions: Path) -> Pictures:
    """Run the cells below `if __name__ == "__main__":` that use `figures`, and return what they draw.

    The rest of a file runs as when it is imported. matplotlib's defaults hold, whatever this machine's settings are,
    and the PNGs do not name its version.

    Args:
        assignment: The lab.
        solutions: `solutions/NAME`, which is on `sys.path`.

    Raises:
        SuiteError: A cell raises.
    """
    found: Pictures = {}
    for source in read_all(assignment, solutions):
        if any(map(_draws, source.cells)):
            found[source.path.name] = _of_file(source)
    return found


def _of_file(source: SourceFile) -> dict[str, list[str]]:
    import matplotlib as mpl  # noqa: PLC0415 - only labs with figures need it
    import matplotlib.pyplot as plt  # noqa: PLC0415

    from autograder.kit import figures  # noqa: PLC0415

    sys.modules["figures"] = figures  # by the name that it has in the kit
    names: dict[str, Any] = {}
    drawn: dict[str, list[str]] = {}
    with mpl.rc_context():
        mpl.rcdefaults()
        plt.switch_backend("agg")
        show, figures.show = figures.show, _do_nothing
        try:
            for cell in source.cells:
                if cell.kind != "code":
                    continue
                names["__name__"] = "__main__" if _draws(cell) else source.path.stem
                _run(source, cell, names)
                if plt.get_fignums():
                    drawn[guarded(cell.text)] = [_png(plt.figure(number)) for number in plt.get_fignums()]
                    plt.close("all")
        finally:
            figures.show = show
    return drawn


def _run(source: SourceFile, cell: Cell, names: dict[str, Any]) -> None:
    first = cell.line if cell.marked else cell.line - 1
    code = compile("\n" * first + cell.text, str(source.path), "exec")
    try:
        exec(code, names)  # noqa: S102 - the lab's own file, which is imported too
    except Exception as error:
        raise SuiteError(f"{source.path}:{first + 1}: this cell draws nothing: {headline(error)}") from error


def _draws(cell: Cell) -> bool:
    return cell.kind == "code" and any(
        isinstance(node, ast.Name) and node.id == "figures" for node in ast.walk(parse(guarded(cell.text)))
    )


def _do_nothing() -> None:
    """Stand in for `figures.show`: what is drawn is collected when the cell has run."""


def _png(figure: Any) -> str:
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    return base64.b64encode(stream.getvalue()).decode()
