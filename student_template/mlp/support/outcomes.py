"""What came of a test, as the student is told it."""

from __future__ import annotations

from typing import NamedTuple

from .errors import AuthorError, NotBegun, StudentError
from .frames import headline

DONE, PARTLY, WRONG, NOT_BEGUN = "done", "partly", "wrong", "not begun"


class Outcome(NamedTuple):
    """A test's result: its state, its points, and two messages.

    Attributes:
        state: One of `done`, `partly`, `wrong`, `not begun`.
        score: Points earned.
        message: For a test that the student may read.
        public: For a hidden test: no value, no text of the run.
    """

    state: str
    score: float
    message: str
    public: str


def outcome(error: BaseException | None, points: float, awarded: tuple[float, str] | None) -> Outcome:
    """Return what a finished test means.

    Args:
        error: What it raised, or None.
        points: What it is worth.
        awarded: Its partial credit in points with the message, where it gave some; a test that then fails
            gives none.
    """
    if error is not None:
        message, public = _texts(error)
        not_begun = isinstance(error, NotBegun) and error.caller is None
        return Outcome(NOT_BEGUN if not_begun else WRONG, 0.0, message, public)
    if awarded is None:
        return Outcome(DONE, points, "", "")
    score, message = awarded
    state = DONE if score == points else PARTLY if score else WRONG
    return Outcome(state, score, message, "")


def _texts(error: BaseException) -> tuple[str, str]:
    """Return the message for the student, and the one for a hidden test."""
    if isinstance(error, StudentError):
        return str(error), error.public
    if isinstance(error, AuthorError):
        text = f"This test cannot judge your answer: {error}"
        return text, text
    if isinstance(error, AssertionError):
        return str(error) or StudentError.public, StudentError.public
    public = "The test could not use your answer."
    return f"{public[:-1]}: {headline(error)}", public
