"""One of the kit's tests at a time, for a program with a cell of its own for each: Otter's `grader.check`."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import AuthorError, NotBegun, StudentError, WrongAnswer
from .notebook import run
from .notebook_plugin import NotebookPlugin
from .outcomes import DONE, NOT_BEGUN

if TYPE_CHECKING:
    from .notebook_cells import Namespace

_untold: dict[str, StudentError | None] = {}
"""What came of the tests that ran beside the last one that was asked for."""


def run_test(key: str, namespace: Namespace) -> None:
    """Run one test on what a notebook holds.

    The tests of its file run together, for a hint needs all of them; the others' outcomes are kept until they are
    asked for, once. So whoever asks for all in turn, again and again, gets those of one run each time.

    Args:
        key: The test, such as "test_conv2d.py::test_bias".
        namespace: The notebook's names.

    Raises:
        StudentError: The answer is not right, or not begun; the text is the kit's message.
        AuthorError: There is no such test.
    """
    if key not in _untold:
        _untold.clear()
        folder = Path(__file__).parents[1]
        plugin = _Answers(folder, namespace, "")
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            run(folder, [folder / "tests" / key.partition("::")[0]], plugin)
        _untold.update(plugin.answers())
        if key not in _untold:
            raise AuthorError(f"{key} did not run:\n{shown.getvalue()}")
    error = _untold.pop(key)
    if error is not None:
        raise error


class _Answers(NotebookPlugin):
    """A run whose messages are taken apart by test."""

    def answers(self) -> dict[str, StudentError | None]:
        """Return what a student reads of each test; None where it is done."""
        failed = {marks.exercise: marks.key for marks, result in self.results if result.state not in (DONE, NOT_BEGUN)}
        found: dict[str, StudentError | None] = {}
        for marks, result in self.results:
            hint = self._hint(marks.exercise) if failed.get(marks.exercise) == marks.key else ""
            if result.state == DONE:
                found[marks.key] = None
            elif result.state == NOT_BEGUN:
                found[marks.key] = NotBegun(marks.exercise)
            else:
                found[marks.key] = WrongAnswer(f"{marks.title}\n{result.message}{hint}")
        return found
