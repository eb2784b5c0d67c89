"""The kit's tests on what a notebook holds: the student's names are the notebook's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .errors import StudentError
from .local import LocalStudent
from .marks import read_marks
from .notebook_cells import cell_name
from .plugin import KitPlugin, facts

if TYPE_CHECKING:
    from pathlib import Path

    from .forbidden import Ban
    from .notebook_cells import Namespace
    from .table import Row


_SCRIPTS = {"train.py", "figures.py"}
"""The kit's own, beside the student's further files."""


class NotRun(StudentError):
    """The notebook does not hold what a cell of it defines."""

    def __init__(self, name: str) -> None:
        self.public = f"`{name}` is not in this notebook's memory: run its cell."
        super().__init__(f"{self.public} Or was it renamed?")


class NotebookStudent(LocalStudent):
    """The student's names, as the cells that were run define them.

    Args:
        folder: Where the notebook is; further files of the student's are there.
        lab: The lab's facts, as in `lab.json`.
        exercise: The exercise under test.
        namespace: The notebook's names.
    """

    def __init__(self, folder: Path, lab: dict[str, Any], exercise: str, namespace: Namespace) -> None:
        super().__init__(folder, lab, exercise)
        self._namespace = namespace

    def load(self, entry: dict[str, Any]) -> Any:
        """Return what the notebook holds now."""
        if entry["name"] not in self._namespace:
            raise NotRun(entry["name"])
        return self._namespace[entry["name"]]

    def tighten(self, ban: Ban) -> None:
        """Refuse modules that another cell has imported: a file that does so would not import."""
        ban.replace_imported()

    def _display(self, file: str) -> str | None:
        name = cell_name(file) or super()._display(file)
        return None if name in _SCRIPTS else name


class NotebookPlugin(KitPlugin):
    """One run of a lab's tests in a notebook.

    Args:
        folder: The folder of the kit's `support/` and `tests/`.
        namespace: The notebook's names.
        exercise: The one whose tests run; all where it is empty.
    """

    def __init__(self, folder: Path, namespace: Namespace, exercise: str) -> None:
        super().__init__(folder, *facts(folder))
        self._namespace = namespace
        self._exercise = exercise

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests of the exercise, in the lab's order."""
        super().pytest_collection_modifyitems(items)
        if self._exercise:
            items[:] = [
                item
                for item in items
                if isinstance(item, pytest.Function)
                and item.get_closest_marker("points") is not None
                and read_marks(item, self._names).exercise == self._exercise
            ]

    def place(self, row: Row, file: str) -> str:
        """Say where an exercise is to be written, and how its tests run alone."""
        del file
        if self._exercise:
            return "in its cell, run that, and then these tests again"
        return f'in its cell, and run that (alone: run_tests("{row.exercise}"))'

    def program(self, exercise: str) -> LocalStudent:
        """Return the notebook's names for the tests of one exercise."""
        return NotebookStudent(self._folder, self._lab, exercise, self._namespace)
