"""Which version of a lab a score belongs to: a hash of everything that can change one."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from autograder.project import Project

LIBRARIES = ("torch", "numpy", "matplotlib", "pytest")
"""Whose version can change a value that a test looks at, or the words that say so."""

PROGRAM = Path(__file__).resolve().parents[1]

_NO_PART = frozenset({"accepted", "samples", "__pycache__"})
"""Folders of a lab that only test its tests, or are made of it."""


def version_of(project: Project, program: Path = PROGRAM) -> str:
    """Return the version as SHA-256 in hexadecimal: of the lab's files, the program's, and the libraries.

    Args:
        project: The lab.
        program: The folder of this program's modules.
    """
    digest = hashlib.sha256()
    libraries = {name: _version(name) for name in LIBRARIES}
    digest.update(json.dumps({"python": platform.python_version(), **libraries}, sort_keys=True).encode())
    for label, folder in (("lab", project.assignment), ("solutions", project.solutions), ("program", program)):
        for path in files_of(folder):
            name = f"{label}/{path.relative_to(folder).as_posix()}".encode()
            data = path.read_bytes()
            for part in (name, data):
                digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that can change a score, in an order that every machine has."""
    paths = (path for path in folder.rglob("*") if not _NO_PART.intersection(path.relative_to(folder).parts))
    yield from sorted((path for path in paths if path.is_file()), key=lambda path: path.relative_to(folder).as_posix())
