"""What a worker's answer claims went wrong, taken for no more than it may be."""

from __future__ import annotations

from typing import Any

from autograder.assignment import Exercise, Limits
from autograder.grader.limit_words import words_for
from autograder.kit.errors import ForbiddenCall, ImportFailed, MissingName, NotBegun, Raised, StudentError
from autograder.kit.forbidden import known_calls


def error_from(
    data: Any, exercise: Exercise, exercises: dict[str, Exercise], given: dict[str, str], limits: Limits
) -> StudentError:
    """Make the error that an answer claims; what is not on the list of what may be claimed is a plain failure.

    Names are taken only where they are ours: a name of the worker's choosing in a hidden test's message would carry
    out what the worker has seen.

    Args:
        data: What the worker sent.
        exercise: The exercise under test.
        exercises: All of the lab's, by name.
        given: What students are given beside them, each with its file.
        limits: Those of the lab, for the words about one that was met.
    """
    if not isinstance(data, dict):
        return Raised("The program's answer could not be read.", "WireError")
    kind, name, text = (_text(data.get(key)) for key in ("kind", "name", "text"))
    if kind == "not begun":
        return NotBegun(name if name in exercises else exercise.name, exercise.name)
    if kind == "forbidden":
        return ForbiddenCall(name if name in known_calls(exercise.forbids) else "a library's own")
    if kind == "missing":
        return MissingName(name, given[name]) if name in given else MissingName(exercise.name, exercise.file)
    if kind == "import" and name in {entry.file for entry in exercises.values()}:
        return ImportFailed(name, _explained(text.partition("\n")[2], limits))
    unread = Raised("The program's answer could not be read.", "WireError")
    return Raised(_explained(text, limits), name, _text(data.get("message"))) if text else unread


def _explained(text: str, limits: Limits) -> str:
    words = words_for(text, limits)
    return f"{text}\n{words}" if words else text


LONGEST_TEXT = 20_000
"""Characters that are taken of a text; the worker's own cap is lower, and stands on the wrong side."""


def _text(value: Any) -> str:
    return value[:LONGEST_TEXT] if type(value) is str else ""
