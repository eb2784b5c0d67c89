"""A student's exception as text: the student's own frames, nobody else's."""

from __future__ import annotations

import dis
import linecache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, TracebackType

    Display = Callable[[str], str | None]

LONGEST_LINE = 200
"""Characters of a line of source that are shown."""

LONGEST_MESSAGE = 2000
"""Characters of an exception's own text that are kept."""

CELL = "cell ["
"""How the name of a notebook's cell begins, such as `cell [12]`: it is no file and stands without quotation marks."""

MOST_FRAMES = 12
"""Frames that are shown; an endless recursion has a thousand."""

_RAISE = dis.opmap["RAISE_VARARGS"]


def describe(error: BaseException, display: Display) -> str:
    """Return a traceback that shows the student's frames only, ending in the exception itself.

    Args:
        error: What was raised.
        display: Gives the name to show for a frame's file name, or None where the frame is not the student's.
    """
    lines = [
        _frame(shown, trace.tb_lineno, code.co_name, linecache.getline(code.co_filename, trace.tb_lineno))
        for code, trace in _walk(error.__traceback__)
        if (shown := display(code.co_filename)) is not None
    ]
    if len(lines) > MOST_FRAMES:
        half = MOST_FRAMES // 2
        lines[half:-half] = [f"  ... {len(lines) - 2 * half} more calls ..."]
    if isinstance(error, SyntaxError) and error.filename and (shown := display(error.filename)) is not None:
        lines.append(_frame(shown, error.lineno, None, error.text))
    if lines:
        lines.insert(0, "Traceback (most recent call last):")
    return "\n".join([*lines, headline(error)])


def _frame(file: str, line: int | None, function: str | None, source: str | None) -> str:
    in_cell = file.startswith(CELL.removesuffix("["))  # in grading a cell goes by its place: `cell 12`
    place = f"  {file}" if in_cell else f'  File "{file}"'
    place += f", line {line}" + (f", in {function}" if function else "")
    source = (source or "").strip()[:LONGEST_LINE]
    return f"{place}\n    {source}" if source else place


def headline(error: BaseException) -> str:
    """Return `ValueError: stride must be at least 1`, whatever the exception's own `__str__` does."""
    text = message(error)
    kind = type(error).__name__
    return f"{kind}: {text}" if text else kind


def message(error: BaseException) -> str:
    """Return the exception's own text, capped, whatever its `__str__` does."""
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except (Exception, SystemExit):  # a student's __str__ may raise anything
        text = "(its text could not be read)"
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + " ..."


def builtin_kind(error: BaseException) -> str:
    """Return the name of the closest built-in class: `class StrideError(ValueError)` is a ValueError."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def raised_in(error: BaseException, display: Display) -> str | None:
    """Return the function or class of the student whose `raise` statement this exception comes from.

    None where it comes from elsewhere: torch raises exceptions of its own in the midst of a student's line.
    """
    frames = list(_walk(error.__traceback__))
    if not frames:
        return None
    code, trace = frames[-1]
    if display(code.co_filename) is None or code.co_code[trace.tb_lasti] != _RAISE:
        return None
    # Python 3.10 knows a method by its bare name only.
    return str(getattr(code, "co_qualname", code.co_name)).partition(".")[0]


def _walk(trace: TracebackType | None) -> Iterator[tuple[CodeType, TracebackType]]:
    while trace is not None:
        yield trace.tb_frame.f_code, trace
        trace = trace.tb_next
