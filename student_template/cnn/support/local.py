"""The student's names on their own modules, in the process that runs the tests: what the kit uses."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from . import probes
from .check import StudentFunction
from .errors import ForbiddenCall, ImportFailed, MissingName, NotBegun, Raised, StudentError
from .forbidden import Ban
from .frames import describe, innermost, message


class LocalStudent:
    """Attribute access gives the functions and classes that the lab asks for.

    Args:
        folder: Where the student's files are; it is on `sys.path`.
        lab: The lab's facts, as in `lab.json`.
        exercise: The exercise under test.
    """

    def __init__(self, folder: Path, lab: dict[str, Any], exercise: str) -> None:
        self._folder = folder
        self._exercises = {entry["name"]: entry for entry in lab["exercises"]}
        self._exercise = exercise

    def __getattr__(self, name: str) -> LocalFunction:
        if name.startswith("_") or name not in self._exercises:
            raise AttributeError(name)
        return LocalFunction(self, self._exercises[name])

    def _display(self, file: str) -> str | None:
        path = Path(file)
        try:
            relative = path.resolve().relative_to(self._folder.resolve())
        except (OSError, ValueError):
            return None
        return (
            str(relative) if relative.parts[0] not in {"support", "tests", ".venv", "conftest.py"} else None
        )

    def _guard(self, action: Callable[[], Any]) -> Any:
        """Run student code; turn what it raises into a StudentError."""
        try:
            return action()
        except StudentError:
            raise
        except (Exception, SystemExit) as error:
            raise self.translate(error) from None

    def translate(self, error: BaseException) -> StudentError:
        """Return what a student's exception means: a stub that was met, or a program that raised."""
        if isinstance(error, NotImplementedError):
            where = innermost(error, self._display)
            if where is not None:
                return NotBegun(where if where in self._exercises else self._exercise, self._exercise)
        return Raised(describe(error, self._display), type(error).__name__, message(error))

    def concerns(self, error: BaseException) -> bool:
        """Whether a frame of the student's is among the exception's."""
        trace = error.__traceback__
        while trace is not None:
            if self._display(trace.tb_frame.f_code.co_filename) is not None:
                return True
            trace = trace.tb_next
        return False

    def load(self, entry: dict[str, Any]) -> Any:
        """Return what an exercise asks for from the student's file."""
        module = self.import_file(entry["file"])
        try:
            return getattr(module, entry["name"])
        except AttributeError:
            raise MissingName(entry["name"], entry["file"]) from None

    def import_file(self, file: str) -> ModuleType:
        """Import one of the student's files."""
        try:
            return importlib.import_module(Path(file).stem)
        except ForbiddenCall:
            raise
        except (Exception, SystemExit) as error:
            raise ImportFailed(file, describe(error, self._display)) from None


class LocalFunction(StudentFunction):
    """One of the student's functions or classes; its forbidden calls are caught while it runs."""

    def __init__(self, student: LocalStudent, entry: dict[str, Any]) -> None:
        super().__init__(entry["name"])
        self._student = student
        self._entry = entry

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._run(lambda function: function(*args, **kwargs))

    def arguments_after(self, *args: Any, **kwargs: Any) -> list[Any]:
        copies = [copy.deepcopy(argument) for argument in args]
        self._run(lambda function: function(*copies, **kwargs))
        return copies

    def operations(self, *args: Any, **kwargs: Any) -> tuple[Any, int]:
        counted: tuple[Any, int] = self._run(
            lambda function: probes.count_operations(lambda: function(*args, **kwargs))
        )
        return counted

    def _run(self, action: Callable[[Any], Any]) -> Any:
        families = self._entry["forbids"]
        if not families:
            return self._student._guard(lambda: action(self._student.load(self._entry)))  # noqa: SLF001 - one unit
        with Ban(families) as ban:
            value = self._student._guard(lambda: action(self._student.load(self._entry)))  # noqa: SLF001 - one unit
        if ban.seen:  # the student's code caught the exception and went on
            raise ForbiddenCall(ban.seen[0])
        return value


def probe(name: str, *args: Any) -> Any:
    """Run a probe on the student's object here."""
    return probes.PROBES[name](*args)
