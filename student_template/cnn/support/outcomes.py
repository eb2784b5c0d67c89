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
    """Return what a finished test means: `error` is what it raised, `awarded` its partial credit."""
    if error is None and awarded is None:
        return Outcome(DONE, points, "", "")
    if error is None and awarded is not None:
        score, text = awarded
        return Outcome(DONE if score == points else PARTLY if score else WRONG, score, text, "")
    if isinstance(error, NotBegun):
        return Outcome(NOT_BEGUN if error.caller is None else WRONG, 0.0, str(error), error.public)
    if isinstance(error, StudentError):
        return Outcome(WRONG, 0.0, str(error), error.public)
    if isinstance(error, AuthorError):
        text = f"This test could not run as it is written: {error}"
        return Outcome(WRONG, 0.0, text, text)
    assert error is not None
    if isinstance(error, AssertionError):
        return Outcome(WRONG, 0.0, str(error) or "The answer is not right.", "The answer is not right.")
    text = f"The test could not use your answer: {headline(error)}"
    return Outcome(WRONG, 0.0, text, "The test could not use your answer.")
