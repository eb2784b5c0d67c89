"""The student's names on their own modules, in the process that runs the tests: what the kit uses."""

from __future__ import annotations

import copy
import functools
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from . import probes
from .check import StudentFunction
from .errors import ForbiddenCall, ImportFailed, MissingName, NotBegun, Raised, StudentError
from .forbidden import Ban
from .frames import builtin_kind, describe, message, raised_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_NOT_THE_STUDENTS = frozenset({"support", "tests", "conftest.py", "site-packages", "dist-packages"})
"""What the student did not write has one of these names in its path: the kit's own, and an environment's."""


class LocalStudent:
    """Attribute access gives the functions and classes that the lab asks for.

    Args:
        folder: Where the student's files are; it is on `sys.path`.
        lab: The lab's facts, as in `lab.json`.
        exercise: The exercise under test.
        copies: Whether its functions work on copies of their arguments: not where these were made for one call.
    """

    def __init__(self, folder: Path, lab: dict[str, Any], exercise: str, *, copies: bool = True) -> None:
        self._folder = folder
        self.copied = _copied if copies else _same
        self._exercises = {entry["name"]: entry for entry in lab["exercises"]}
        self._given = {name: _given(name, file) for name, file in lab.get("given", {}).items()}
        self._exercise = exercise

    @property
    def torch(self) -> ModuleType:
        """PyTorch, beside the student's program: what it makes can be handed to the student's functions."""
        return torch

    def __getattr__(self, name: str) -> LocalFunction:
        entry = self._exercises.get(name) or self._given.get(name)
        if entry is None:
            raise AttributeError(f"no exercise is called {name!r}")
        return LocalFunction(self, entry)

    def guard(self, action: Callable[[], Any]) -> Any:
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
            where = raised_in(error, self._display)
            if where is not None:
                return NotBegun(where if where in self._exercises else self._exercise, self._exercise)
        return Raised(describe(error, self._display), builtin_kind(error), message(error))

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
        except ForbiddenCall as error:
            raise ForbiddenCall(error.call, imported=file) from None
        except (Exception, SystemExit) as error:
            raise ImportFailed(file, describe(error, self._display)) from None

    def tighten(self, ban: Ban) -> None:
        """Refuse what was at hand before the ban: nothing here, where a file is imported under its own ban."""

    def _display(self, file: str) -> str | None:
        """Return the name of one of the student's files, from their folder, or None for any other file."""
        if file.startswith("<"):  # no file: code that Python or a library made up, such as <frozen importlib>
            return None
        return _theirs(file, self._folder)


class LocalFunction(StudentFunction):
    """One of the student's functions or classes; its forbidden calls are caught while it runs.

    It works on copies of its arguments, as in the grader: a call that changes its inputs does not disturb the
    rest of the test.
    """

    def __init__(self, student: LocalStudent, entry: dict[str, Any]) -> None:
        super().__init__(entry["name"])
        self._student = student
        self._entry = entry

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it and return its value."""
        args, kwargs = self._student.copied(args), self._student.copied(kwargs)
        return self._run(lambda function: function(*args, **kwargs))

    def arguments_after(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Call it and return the positional arguments as the call left them."""
        args, kwargs = self._student.copied(args), self._student.copied(kwargs)
        self._run(lambda function: function(*args, **kwargs))
        return list(args)

    def operations(self, *args: Any, **kwargs: Any) -> tuple[Any, int]:
        """Call it and return its value with the number of tensor operations dispatched."""
        args, kwargs = self._student.copied(args), self._student.copied(kwargs)
        counted: tuple[Any, int] = self._run(
            lambda function: probes.count_operations(lambda: function(*args, **kwargs))
        )
        return counted

    def _run(self, action: Callable[[Any], Any]) -> Any:
        student, entry = self._student, self._entry
        if not entry["forbids"]:
            return student.guard(lambda: action(student.load(entry)))
        ban = Ban(entry["forbids"], usual=True)
        try:
            with ban, ban.mode():
                student.tighten(ban)
                value = student.guard(lambda: action(student.load(entry)))
        except ForbiddenCall:
            raise
        except StudentError:
            if ban.seen:  # the student's code caught the exception and raised another
                raise ForbiddenCall(ban.seen[0]) from None
            raise
        if ban.seen:  # or went on
            raise ForbiddenCall(ban.seen[0])
        return value


@functools.lru_cache(maxsize=1024)  # each call that raises shows its frames, and most of them are the same ones
def _theirs(file: str, folder: Path) -> str | None:
    """Return the name of a file that is the student's, from their folder, else None."""
    try:
        relative = Path(file).resolve().relative_to(folder.resolve())
    except (OSError, ValueError):
        return None
    return None if _NOT_THE_STUDENTS.intersection(relative.parts) else str(relative)


def _given(name: str, file: str) -> dict[str, Any]:
    """Return the entry of what students are given: as an exercise's, with nothing forbidden."""
    return {"name": name, "file": file, "forbids": [], "gives": "object"}


def probe(name: str, *args: Any) -> Any:
    """Run a probe on the student's object here."""
    return probes.PROBES[name](*args)


def _same(value: Any) -> Any:
    return value


def _copied(value: Any) -> Any:
    """Copy the data in a call's arguments, memory layout included; a student's object stays itself."""
    if isinstance(value, torch.Tensor):
        return copy.deepcopy(value.detach())
    if isinstance(value, np.ndarray):
        return copy.deepcopy(value)
    if type(value) in (list, tuple):
        return type(value)(map(_copied, value))
    if type(value) is dict:
        return {key: _copied(entry) for key, entry in value.items()}
    return value
