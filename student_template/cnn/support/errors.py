"""What can go wrong with a student's program, as exceptions that carry the text for the student.

StudentError                 the student's program is at fault; str() is what the student reads
├── NotBegun                 a stub's NotImplementedError
├── MissingName              the file has no such function or class
├── ImportFailed             the file could not be imported
├── WrongAnswer              a value, shape, dtype or condition is not as expected
├── ForbiddenCall            a library call that the exercise rules out
├── Raised                   the program raised where it should have answered
├── TimedOut                 a call was stopped at its time limit
└── Died                     the process that ran the program ended
AuthorError                  the test itself is written wrongly; a student never causes it
"""

from __future__ import annotations


class StudentError(Exception):
    """The student's program is at fault; `str()` is the message for the student.

    Attributes:
        public: A message without any value or text of the run, fit for a hidden test.
    """

    public = "The answer is not right."


class NotBegun(StudentError):
    """A stub's NotImplementedError.

    Args:
        name: The exercise whose stub was met.
        caller: The exercise under test, where it is another one.
    """

    public = "Not begun."

    def __init__(self, name: str, caller: str | None = None) -> None:
        self.name = name
        self.caller = caller if caller != name else None
        if self.caller is None:
            super().__init__(f"`{name}` is not begun.")
        else:
            self.public = f"`{self.caller}` uses `{name}`, which is not begun."
            super().__init__(self.public)


class MissingName(StudentError):
    """The file has no such function or class."""

    def __init__(self, name: str, file: str) -> None:
        self.name = name
        self.public = f"`{name}` is not in {file}."
        super().__init__(f"{self.public} Was it renamed or deleted?")


class ImportFailed(StudentError):
    """The file could not be imported; the text is the student's own traceback."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.public = f"{file} could not be imported."
        super().__init__(f"{self.public}\n{text}" if text else self.public)


class WrongAnswer(StudentError):
    """A value, shape, dtype or condition is not as expected."""


class ForbiddenCall(StudentError):
    """A library call that the exercise rules out.

    Args:
        call: The call as the student would write it, such as `torch.conv2d`.
        imported: The file that was being imported, where the call stands outside of every function.
    """

    public = "A library call that this exercise rules out."

    def __init__(self, call: str, imported: str | None = None) -> None:
        self.call = call
        text = f"`{call}` is not allowed in this exercise: write it yourself."
        if imported is not None:
            text += (
                f"\nIt was called while {imported} was imported. "
                'Checks of your own belong under `if __name__ == "__main__":`.'
            )
        super().__init__(text)


class Raised(StudentError):
    """The program raised where it should have answered.

    Args:
        text: The student's own traceback.
        kind: The exception's type name, such as `ValueError`.
        message: The exception's own text.
    """

    public = "The program raised an exception."

    def __init__(self, text: str, kind: str = "Exception", message: str = "") -> None:
        self.kind = kind
        self.message = message
        super().__init__(text)


class TimedOut(StudentError):
    """A call was stopped at its time limit.

    Args:
        seconds: What it had used, in seconds.
        waiting: True if it slept or waited rather than computed.
        again: True if an earlier call of the exercise was stopped, so that this one had less time.
    """

    def __init__(self, seconds: float, *, waiting: bool = False, again: bool = False) -> None:
        did = "of waiting" if waiting else "of computing"
        self.seconds, self.waiting = seconds, waiting
        less = " (less than before, since an earlier call was stopped)" if again else ""
        self.public = f"Stopped after {seconds:g} s {did}{less}: does a loop never end?"
        super().__init__(self.public)


class Died(StudentError):
    """The process that ran the program ended before it answered."""

    public = "The program ended before it answered."  # how is the program's choice, and could tell what it has seen

    def __init__(self, how: str) -> None:
        super().__init__(f"{self.public[:-1]} ({how}).")


class AuthorError(Exception):
    """The test itself is written wrongly; a student never causes it."""
