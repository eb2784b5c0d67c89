"""What a notebook's cells are to Python: modules by their files' names, lines of a traceback, things to try.

A lab's files are cells of one notebook there. `from convolution import conv2d` means what the notebook holds now, also
where a file `convolution.py` lies beside it.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .frames import CELL, raised_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

Namespace = dict[str, Any]

_NUMBERED = re.compile(r"<ipython-input-(\d+)-")
_KERNELS = re.compile(r"[\\/]ipykernel_\d+[\\/]")


def shell() -> Any:
    """Return IPython's shell that this process runs cells in, or None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def cell_name(file: str) -> str | None:
    """Return `cell [12]` for the file name that the code of a cell has, or None for any other.

    The number is that of the cell's last run, as the notebook shows it.
    """
    numbers = getattr(getattr(shell(), "compile", None), "_filename_map", {})
    if file in numbers:
        return f"{CELL}{numbers[file]}]"
    found = _NUMBERED.match(file)
    if found:
        return f"{CELL}{found[1]}]"
    return f"{CELL}?]" if _KERNELS.search(file) else None


class _CellModule(ModuleType):
    """A file of the lab, as other cells import it: a view on the notebook's names."""

    def __init__(self, name: str, namespace: Namespace) -> None:
        super().__init__(name, f"The notebook's cells, {name}.py among them.")
        self.__dict__["__names__"] = namespace

    def __getattr__(self, name: str) -> Any:
        names = self.__dict__["__names__"]
        if name in names and not _dunder(name):
            return names[name]
        message = f"{name} is not in this notebook yet: run its cell first"
        raise AttributeError(message)

    def __setattr__(self, name: str, value: Any) -> None:
        (self.__dict__ if _dunder(name) else self.__dict__["__names__"])[name] = value

    def __dir__(self) -> list[str]:
        return sorted(name for name in self.__dict__["__names__"] if not name.startswith("_"))


def _dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


class CellFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the lab's files in the notebook, before Python looks for them on the disk.

    Args:
        stems: The files' names without `.py`.
        namespace: The notebook's names.
    """

    def __init__(self, stems: Iterable[str], namespace: Namespace) -> None:
        self._stems = frozenset(stems)
        self._namespace = namespace

    def install(self) -> None:
        """Stand first among Python's finders, in place of an earlier run's; what was imported is forgotten."""
        remove_finders()
        sys.meta_path.insert(0, self)
        for stem in self._stems:
            sys.modules.pop(stem, None)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of the lab's files."""
        del path, target
        return importlib.machinery.ModuleSpec(fullname, self) if fullname in self._stems else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Make the view."""
        return _CellModule(spec.name, self._namespace)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing: the cells have run, or will."""


def remove_finders() -> None:
    """Let Python find files alone again."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _same_class(finder, CellFinder)]


class Trying:
    """What stands below `if __name__ == "__main__":` in a cell: it may need what is not there yet, and says so."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> bool:
        """Tell in a line what is not begun, or that there is no data; all else goes on as it came."""
        missing = getattr(sys.modules.get("support.fashion_mnist"), "DataError", ())
        where = raised_in(error, cell_name) if isinstance(error, NotImplementedError) else None
        if where is not None:
            print(f"`{where}` is not begun: write it, run its cell, and then this one.")
        elif isinstance(error, missing):
            print(error)
        else:
            return False
        return True


class TryCells(ast.NodeTransformer):
    """Puts the bodies of `if __name__ == "__main__":` at a cell's top level into `with Trying():`.

    So a notebook that is not solved yet runs from top to bottom.
    """

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Change a cell."""
        for statement in node.body:
            if isinstance(statement, ast.If) and ast.unparse(statement.test) == "__name__ == '__main__'":
                trying = ast.parse(f"with __import__('sys').modules[{__name__!r}].Trying(): pass").body[0]
                assert isinstance(trying, ast.With)
                for part in ast.walk(trying):
                    ast.copy_location(part, statement)
                trying.body = statement.body
                statement.body = [trying]
        return node

    def install(self) -> None:
        """Change every cell from now on, in place of an earlier run's."""
        transformers = getattr(shell(), "ast_transformers", [])
        transformers[:] = [each for each in transformers if not _same_class(each, TryCells)]
        transformers.append(self)


def _same_class(thing: object, kind: type) -> bool:
    """Whether a thing is of a class or of an earlier import's of that name: the setup may run again."""
    return (type(thing).__module__, type(thing).__qualname__) == (kind.__module__, kind.__qualname__)
