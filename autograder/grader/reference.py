"""The reference solutions, imported once by the graders' ancestor."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment


class Reference:
    """The right answers: the functions and classes of `solutions/NAME`.

    Args:
        assignment: The lab.
        folder: `solutions/NAME`.
    """

    def __init__(self, assignment: Assignment, folder: Path) -> None:
        sys.path.insert(0, str(folder))
        modules = {file: importlib.import_module(Path(file).stem) for file in assignment.files}
        self._names: dict[str, Callable[..., Any]] = {
            exercise.name: getattr(modules[exercise.file], exercise.name) for exercise in assignment.exercises
        }

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return self._names[name]

    def expected(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Return the right value for these arguments."""
        return self._names[name](*args, **kwargs)
