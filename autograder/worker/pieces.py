"""Runs a file that was made of a notebook, statement by statement, each as a part of its own cell.

Tracebacks then name the cell and its line. In a notebook a cell that fails does not undo the others, and so it is here:
a statement that raises costs the exercises that need it, and each of these raises the same when it is used.
"""

from __future__ import annotations
import __future__

import ast
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HIDDEN = "<notebook>"
"""The file name of lines that the student did not write; tracebacks leave such lines out."""


def run(text: str, pieces: Sequence[dict[str, Any]], folder: Path, namespace: dict[str, Any]) -> None:
    """Run the pieces of a file in its module's namespace.

    Args:
        text: The file's text.
        pieces: Its statements in order, as in `submission_slice.Piece`.
        folder: The worker's own folder, where the cells seem to be.
        namespace: The module's.
    """
    lines = text.split("\n")
    failed: dict[str, BaseException] = {}
    flags = 0
    for piece in pieces:
        place = str(folder / piece["place"]) if piece["place"] else HIDDEN
        try:
            tree = ast.parse("\n".join(lines[piece["first"] - 1 : piece["last"]]), place)
            ast.increment_lineno(tree, piece["line"] - 1)
            flags |= _future(tree)
            exec(compile(tree, place, "exec", flags, dont_inherit=True), namespace)  # noqa: S102 - running it is the point
        except (Exception, SystemExit) as error:
            for name in piece["costs"]:
                failed.setdefault(name, error)
    for name, reason in failed.items():
        namespace[name] = _raising(reason)


def _raising(error: BaseException) -> Callable[..., Any]:
    trace = error.__traceback__

    def unusable(*_args: Any, **_options: Any) -> Any:
        raise error.with_traceback(trace)

    return unusable


def _future(tree: ast.Module) -> int:
    """Return the compiler's flags for what a statement takes from `__future__`; they hold for all that follow it."""
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    return flags
