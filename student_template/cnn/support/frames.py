"""A student's exception as text: the student's own frames, nobody else's."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterator
from types import CodeType, TracebackType

LONGEST_MESSAGE = 2000
"""Characters of an exception's own text that are kept."""

MOST_FRAMES = 12
"""Frames that are shown; an endless recursion has a thousand."""


def describe(error: BaseException, display: Callable[[str], str | None]) -> str:
    """Return a traceback that shows the student's frames only, ending in the exception itself.

    Args:
        error: What was raised.
        display: Gives the name to show for a frame's file name, or None where the frame is not the student's.
    """
    entries = []
    for code, number in _walk(error.__traceback__):
        name = display(code.co_filename)
        if name is not None:
            source = linecache.getline(code.co_filename, number).strip()
            entries.append(
                f'  File "{name}", line {number}, in {code.co_name}' + (f"\n    {source}" if source else "")
            )
    if len(entries) > MOST_FRAMES:
        half = MOST_FRAMES // 2
        entries[half:-half] = [f"  ... {len(entries) - 2 * half} more calls ..."]
    lines = entries
    if isinstance(error, SyntaxError) and error.filename and display(error.filename):
        lines.append(f'  File "{display(error.filename)}", line {error.lineno}')
        if error.text:
            lines.append(f"    {error.text.strip()}")
    if lines:
        lines.insert(0, "Traceback (most recent call last):")
    return "\n".join([*lines, headline(error)])


def headline(error: BaseException) -> str:
    """Return `ValueError: stride must be at least 1`, whatever the exception's own `__str__` does."""
    text = message(error)
    kind = type(error).__name__
    return f"{kind}: {text}" if text else kind


def message(error: BaseException) -> str:
    """Return the exception's own text, capped, whatever its `__str__` does."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # noqa: BLE001 - a student's __str__ may raise anything
        text = "(its text could not be read)"
    text = str(text)
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + " ..."


def innermost(error: BaseException, display: Callable[[str], str | None]) -> str | None:
    """Return the name of the student's function that raised, or None where another's code did."""
    walked = list(_walk(error.__traceback__))
    if walked and display(walked[-1][0].co_filename) is not None:
        return str(walked[-1][0].co_name)
    return None


def _walk(trace: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next
