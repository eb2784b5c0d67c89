"""The student's files as modules, compiled from the text that the grader handed over.

Python's own import machinery would look for packages, caches and compiled files beside them; none of these was read
by anybody, so none is used.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import linecache
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.worker import pieces


class StudentFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the student's modules, and nothing else.

    Args:
        folder: The worker's own folder; the files are written there too, for a program that reads itself.
        files: The text of each file by name.
        after: Gets each module when its text has run.
        layout: Where the lines of the files stand in the notebook that they were made of, if it is one.
    """

    def __init__(
        self,
        folder: Path,
        files: dict[str, str],
        after: Callable[[ModuleType], None],
        layout: dict[str, Any] | None = None,
    ) -> None:
        self._after = after
        self._folder = folder
        self._files = files
        self._cells: dict[str, str] = layout["cells"] if layout else {}
        self._pieces: dict[str, list[dict[str, Any]]] = layout["pieces"] if layout else {}

    def install(self) -> None:
        """Write the files into the folder and put this finder first."""
        for name, text in self._files.items():
            path = self._folder / name
            path.write_text(text, encoding="utf-8")
            linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))
        for place, text in self._cells.items():
            path = self._folder / place
            linecache.cache[str(path)] = (len(text), None, [f"{line}\n" for line in text.split("\n")], str(path))
        sys.meta_path.insert(0, self)

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 - the protocol's
        """Return the spec of a module that the student handed in, else None."""
        name = f"{fullname}.py"
        if name not in self._files:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self._folder / name))

    def exec_module(self, module: ModuleType) -> None:
        """Compile and run the file's text."""
        name = f"{module.__name__}.py"
        location = str(self._folder / name)
        module.__file__ = location
        if name in self._pieces:
            pieces.run(self._files[name], self._pieces[name], self._folder, module.__dict__)
        else:
            exec(compile(self._files[name], location, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - running it is the point
        self._after(module)
