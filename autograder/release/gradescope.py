"""The zip for Gradescope: the grader, one lab with all that judges it, and the two scripts that Gradescope runs.

The same sources give the same bytes on every machine: names in order, one date, nothing compressed, for what zlib
makes of a text differs from version to version.
"""

from __future__ import annotations

import hashlib
import io
import json
import shlex
import stat
import tempfile
import zipfile
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import autograder
from autograder.assignment import load
from autograder.source import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from autograder.assignment import Assignment
    from autograder.project import Project

SCRIPTS = ("run_autograder", "setup.sh")
"""What Gradescope runs."""

SETTINGS, RELEASE = "settings.sh", "release.json"
"""What the scripts and the grader read in the zip."""

JUDGING = ("assignment.toml", "public", "hidden", "misconceptions")
"""What grading needs of `assignments/NAME`: hints come from the misconceptions."""

BUILDING = ("pyproject.toml", "constraints.txt", "LICENSE")
"""What beside the package itself is needed to install it."""

PYTHON_VERSION = "3.12"
"""The one to fetch where the image has none that will do."""

FOR_WRITING_SECONDS = 45
"""What is left of Gradescope's timeout when the grader is told to stop."""

_DATE = (1980, 1, 1, 0, 0, 0)
_FILE, _PROGRAM = 0o100644, 0o100755


class ZipError(Exception):
    """The zip cannot be made, or is not there to be checked; one line says why."""


def make(project: Project, torch_index: str = "") -> bytes:
    """Return the zip.

    Args:
        project: The lab.
        torch_index: The address of a further package index, with CPU builds of torch.

    Raises:
        AssignmentError, SourceError: The lab is not sound.
        ZipError: A part of it is missing.
    """
    assignment = load(project.assignment)
    read_all(assignment, project.solutions)
    lab = dict(lab_files(project))
    files = lab | dict(program_files()) | _for_this_lab(assignment, lab, torch_index)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3  # Unix, wherever it is made: the modes are its
            entry.external_attr = (_PROGRAM if name in SCRIPTS else _FILE) << 16
            archive.writestr(entry, data)
    return made.getvalue()


def write(made: bytes, target: Path) -> None:
    """Write the zip whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as file:
        file.write(made)
    new = Path(file.name)
    new.chmod(0o644)
    new.replace(target)


def drift(project: Project, target: Path) -> list[str]:
    """Return how the zip on disk differs from the one that its source gives, a line for each file in it.

    Raises:
        AssignmentError, SourceError, ZipError: As `make`; or there is no zip.
    """
    try:
        present = target.read_bytes()
    except FileNotFoundError:
        raise ZipError(
            f"{target} is not there (it is made on demand and never committed): "
            f"make it with `autograder release {project.name} --to gradescope`"
        ) from None
    try:
        theirs = _entries(present)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        return [f"{target}: cannot be read as a zip ({error})"]
    made = make(project, _torch_index(theirs))
    ours = _entries(made)
    lines = [f"{target}: {name} is missing" for name in sorted(set(ours) - set(theirs))]
    lines += [f"{target}: {name} is not from the source" for name in sorted(set(theirs) - set(ours))]
    lines += [
        f"{target}: {name} differs from its source"
        for name in sorted(set(ours) & set(theirs))
        if ours[name] != theirs[name]
    ]
    if not lines and present != made:
        lines.append(f"{target}: packed by another program, the files are the same")
    return lines


def _entries(data: bytes) -> dict[str, tuple[bytes, bool]]:
    """Return the content of each file of a zip, and whether it is a program."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            entry.filename: (archive.read(entry), bool(entry.external_attr >> 16 & stat.S_IXUSR))
            for entry in archive.infolist()
        }


def _torch_index(entries: Mapping[str, tuple[bytes, bool]]) -> str:
    """Return which index a zip was made with: it is the instructor's choice, and no drift."""
    text = entries.get(SETTINGS, (b"", False))[0].decode(errors="replace")
    found = (line.partition("=")[2] for line in text.splitlines() if line.startswith("TORCH_INDEX="))
    try:
        return "".join(shlex.split(next(found, "")))
    except ValueError:
        return ""


def lab_files(project: Project) -> Iterator[tuple[str, bytes]]:
    """Yield what judges a submission."""
    for part in JUDGING:
        yield from _below(project.assignment / part, f"assignments/{project.name}/{part}")
    yield from _below(project.solutions, f"solutions/{project.name}")


def program_files() -> Iterator[tuple[str, bytes]]:
    """Yield the grader: the package, and what is needed to install it."""
    package = Path(autograder.__file__).parent
    yield from _below(package, package.name)
    for name in BUILDING:
        path = package.parent / name
        if not path.is_file():
            raise ZipError(
                f"{path} is missing: the zip is made from a clone, "
                f"in which autograder is installed in place (pip install --editable .)"
            )
        yield name, path.read_bytes()


def _for_this_lab(assignment: Assignment, lab: Mapping[str, bytes], torch_index: str) -> dict[str, bytes]:
    """Return the scripts, what they read, and a line for the instructor."""
    digest = hashlib.sha256()
    for name, data in sorted(lab.items()):
        for part in (name.encode(), data):
            digest.update(len(part).to_bytes(8, "big") + part)
    minutes = assignment.gradescope.minutes
    settings = {
        "SECONDS_FOR_GRADING": str(60 * minutes - FOR_WRITING_SECONDS),
        "NEEDS_DATA": "1" if assignment.training is not None else "0",
        "PYTHON_VERSION": PYTHON_VERSION,
        "TORCH_INDEX": torch_index,
    }
    lines = [f"# Written by `autograder release {assignment.name} --to gradescope`."]
    lines += [f"{name}={shlex.quote(value)}" for name, value in settings.items()]
    readme = Template(_file("README.md").decode())
    return {
        **{name: _file(name) for name in SCRIPTS},
        SETTINGS: "".join(f"{line}\n" for line in lines).encode(),
        RELEASE: (json.dumps({"lab": assignment.name, "version": digest.hexdigest()}) + "\n").encode(),
        "README.md": readme.substitute(title=assignment.title, name=assignment.name, minutes=minutes).encode(),
    }


def _file(name: str) -> bytes:
    return resources.files("autograder.release").joinpath("gradescope_files", name).read_bytes()


def _below(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files at a place, without caches and hidden ones."""
    if path.is_file():
        yield name, path.read_bytes()
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if not child.name.startswith(".") and child.name != "__pycache__" and child.suffix != ".pyc":
                yield from _below(child, f"{name}/{child.name}")
