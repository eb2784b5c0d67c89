"""The wrong and the right programs that a lab's tests are tested with, read from their files.

`misconceptions/EXERCISE/ID.py` is a wrong program with its hint as docstring; `accepted/STYLE.py` a right one for some
of the exercises, and a folder `accepted/STYLE/` one for the whole lab. They are the lab's own, and trusted.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.assignment import Assignment
from autograder.kit.frames import headline

MISCONCEPTIONS, ACCEPTED = "misconceptions", "accepted"


class RowError(Exception):
    """A wrong or right program cannot be used; one line with its file and what to do."""


@dataclass(frozen=True)
class Row:
    """A wrong program of one exercise.

    Attributes:
        exercise: The exercise's name.
        id: The mistake's name, such as `flipped-kernel`.
        hint: What a student who made it reads.
        path: Its file.
        names: What it defines of what the lab asks for.
    """

    exercise: str
    id: str
    hint: str
    path: Path
    names: dict[str, Any]


@dataclass(frozen=True)
class Accepted:
    """A right program in another style.

    Attributes:
        name: The style: its file's or folder's name.
        path: The file or folder.
        names: What it defines of what the lab asks for and gives.
        whole: Whether it is the whole lab.
    """

    name: str
    path: Path
    names: dict[str, Any]
    whole: bool


def read_rows(assignment: Assignment) -> tuple[Row, ...]:
    """Return the lab's misconceptions, by exercise in the lab's order and by id.

    The reference's modules are loaded: what a row imports of the lab's files is the reference's.

    Raises:
        RowError: A file is no row.
    """
    folder = assignment.folder / MISCONCEPTIONS
    names = [exercise.name for exercise in assignment.exercises]
    for stray in sorted(folder.glob("*")):
        if stray.name not in names and not _ignored(stray):
            raise RowError(
                f"{stray}: no exercise is called {stray.name!r}: rows stand in {MISCONCEPTIONS}/EXERCISE/ID.py"
            )
    return tuple(read_row(name, path) for name in names for path in row_paths(assignment, name))


def row_paths(assignment: Assignment, exercise: str) -> list[Path]:
    """Return the files of an exercise's misconceptions, by id."""
    return sorted((assignment.folder / MISCONCEPTIONS / exercise).glob("*.py"))


def read_accepted(assignment: Assignment) -> tuple[Accepted, ...]:
    """Return the lab's accepted answers by name.

    Raises:
        RowError: One cannot be imported, or defines nothing that the lab asks for.
    """
    folder = assignment.folder / ACCEPTED
    paths = sorted(path for path in folder.glob("*") if not _ignored(path))
    return tuple(_whole(assignment, path) if path.is_dir() else _style(assignment, path) for path in paths)


def load_whole(assignment: Assignment, folder: Path) -> dict[str, Any]:
    """Return what the lab asks for and gives from a folder with all of its files.

    Raises:
        RowError: A file or a name is missing, or cannot be imported.
    """
    with _modules_of(assignment, folder):
        modules = {file: _import(Path(file).stem, folder / file) for file in assignment.files}
    found = {}
    for name, file in _asked(assignment).items():
        if not hasattr(modules[file], name):
            raise RowError(f"{folder / file}: there is no {name} in it")
        found[name] = getattr(modules[file], name)
    return found


def read_row(exercise: str, path: Path) -> Row:
    """Return one wrong program; the reference's modules are loaded, and what it imports of the lab is theirs.

    Raises:
        RowError: The file is no row.
    """
    try:
        hint = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"), str(path)))
    except SyntaxError as error:
        raise RowError(f"{path}:{error.lineno}: no Python: {error.msg}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise RowError(f"{path}: could not be read: {headline(error)}") from None
    if not hint:
        raise RowError(f"{path}:1: has no docstring: it is the hint that the student reads")
    module = _load(f"misconception of {exercise} {path.stem}", path)
    if not hasattr(module, exercise):
        raise RowError(f"{path}: does not define {exercise}")
    return Row(exercise, path.stem, " ".join(hint.split()), path, {exercise: getattr(module, exercise)})


def _style(assignment: Assignment, path: Path) -> Accepted:
    module = _load(f"accepted {path.stem}", path)
    exercises = {exercise.name for exercise in assignment.exercises}
    names = {
        name: value for name, value in vars(module).items() if name in exercises and inspect.getmodule(value) is module
    }
    if not names:
        raise RowError(f"{path}: defines no exercise of the lab: {', '.join(sorted(exercises))}")
    return Accepted(path.stem, path, names, whole=False)


def _whole(assignment: Assignment, folder: Path) -> Accepted:
    return Accepted(folder.name, folder, load_whole(assignment, folder), whole=True)


def _asked(assignment: Assignment) -> dict[str, str]:
    return {exercise.name: exercise.file for exercise in assignment.exercises} | assignment.given


@contextmanager
def _modules_of(assignment: Assignment, folder: Path) -> Iterator[None]:
    """Let the lab's files be imported from `folder`; afterwards their names mean what they meant before."""
    stems = [Path(file).stem for file in assignment.files]
    stems += [path.stem for path in folder.glob("*.py") if path.stem not in stems]
    before = {stem: sys.modules.pop(stem) for stem in stems if stem in sys.modules}
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for stem in stems:
            sys.modules.pop(stem, None)
        sys.modules.update(before)
        importlib.invalidate_caches()


def _import(name: str, path: Path) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        raise RowError(f"{path}: could not be imported: {headline(error)}") from error


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a dataclass, for one, looks its module up
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise RowError(f"{path}: could not be imported: {headline(error)}") from error
    return module


def _ignored(path: Path) -> bool:
    return path.name == "__pycache__" or path.name.startswith(".")
