"""Begins a lab: writes the files of a small one that is complete, for its author to change piece by piece."""

from __future__ import annotations

import keyword
import os
import re
import shlex
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from autograder.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

ASSIGNMENTS, SOLUTIONS = "assignments", "solutions"


class NewLabError(Exception):
    """The lab cannot be begun; one line says why and what to do."""


def root_above(start: Path) -> Path:
    """Return the folder of the labs: the nearest that has `assignments/`, from `start` upwards; else `start`."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / ASSIGNMENTS).is_dir()), start)


def begin(name: str, root: Path) -> tuple[Project, list[Path]]:
    """Write the skeleton of a lab; nothing that is there already is touched.

    Args:
        name: The lab's name: letters, digits and underscores.
        root: The folder of `assignments/` and `solutions/`; what is missing of them is made.

    Returns:
        The lab, and its files in the order in which they are read best.

    Raises:
        NewLabError: The name cannot be one, or is taken, or the folder cannot be written.
    """
    _check_name(name)
    project = Project(root, name)
    for folder in (project.assignment, project.solutions, project.kit):
        if os.path.lexists(folder):
            raise NewLabError(f"{folder} is there already: choose another name, or remove it")
    texts = skeleton(name)
    try:
        for file, text in texts.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as new:
                new.write(text)
    except OSError as error:
        raise NewLabError(f"{error.filename or root}: cannot be written ({error.strerror})") from None
    return project, [root / file for file in texts]


def next_commands(project: Project, here: Path) -> list[str]:
    """Return what an author types next in the folder `here`: check the lab, make its kit, grade its reference."""
    root, here = project.root.resolve(), here.resolve()
    lab = project.name if root in (here, *here.parents) else _from(here, project.assignment)
    results = shlex.quote(f"{project.name}_results")
    return [
        f"autograder verify {lab}",
        f"autograder release {lab}",
        f"autograder grade {lab} {_from(here, project.solutions)} --out {results}",
    ]


def skeleton(name: str) -> dict[str, str]:
    """Return the texts of a new lab's files by their paths below the project's folder."""
    folder = resources.files("autograder.authoring").joinpath("skeleton")
    title = name.replace("_", " ").strip()
    words = {"name": name, "title": title[:1].upper() + title[1:]}
    return {
        f"{top}/{name}/{path}": Template(file.read_text(encoding="utf-8")).substitute(words)
        for top in (SOLUTIONS, ASSIGNMENTS)
        for path, file in sorted(_files(folder.joinpath(top)), key=lambda found: _rank(found[0]))
    }


_READ_IN_THIS_ORDER = ("", "public", "hidden", "misconceptions", "accepted")


def _rank(path: str) -> tuple[int, str]:
    return _READ_IN_THIS_ORDER.index(path.rpartition("/")[0].partition("/")[0]), path


def _files(folder: Traversable, before: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_file() and not entry.name.endswith(".pyc"):
            yield before + entry.name, entry
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{before}{entry.name}/")


def _from(here: Path, path: Path) -> str:
    return shlex.quote(os.path.relpath(path.resolve(), here))


def _check_name(name: str) -> None:
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) and not keyword.iskeyword(name):
        return
    near = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
    better = f"; try {near!r}" if re.match(r"[a-z]", near) and not keyword.iskeyword(near) else ""
    raise NewLabError(
        f"{name!r} cannot be a lab's name, which begins with a letter, has letters, digits and _ only, and is no "
        f"keyword of Python{better}"
    )
