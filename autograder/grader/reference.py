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

    Attributes:
        names: What it has of what the lab asks for and gives.
    """

    def __init__(self, assignment: Assignment, folder: Path) -> None:
        sys.path.insert(0, str(folder))
        modules = {file: importlib.import_module(Path(file).stem) for file in assignment.files}
        asked = {exercise.name: exercise.file for exercise in assignment.exercises} | assignment.given
        self.names: dict[str, Callable[..., Any]] = {name: getattr(modules[file], name) for name, file in asked.items()}

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return self.names[name]

    def expected(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Return the right value for these arguments."""
        return self.names[name](*args, **kwargs)
