"""Notebooks among what a student handed in: which one counts, and what files it becomes.

Reading happens in another process (`submission_reader`), which runs nothing of the notebook either.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.safe_text import for_terminal
from autograder.source import SourceError, read_all
from autograder.submission_names import Facts
from autograder.submission_reader import PROCESSOR_SECONDS
from autograder.submission_statements import fingerprints
from autograder.submission_trees import DEPTH, Folder, SubmissionError, TooLargeError, Tree, UnusableFileError

NOTEBOOK_BYTES = 64 << 20
"""A notebook's size, nearly all of it pictures in its outputs, which are not looked at."""

NOTEBOOKS = 10
"""Notebooks of one submission that are looked into."""

_WALL_SECONDS = 3.0 * PROCESSOR_SECONDS
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Layout:
    """Where the lines of a submission's files stand in its notebook.

    Attributes:
        cells: the text of each cell that a line comes from, by its place, such as "cell 7".
        pieces: for each file its parts in order: `first` and `last` line, `place`, the `line` there, and what it
            `costs` where it fails, names of exercises.
    """

    cells: dict[str, str]
    pieces: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class ReadNotebook:
    """A notebook as the lab's files.

    Attributes:
        name: the notebook's.
        folder: where it lies.
        files: the text of each of the lab's files.
        layout: where their lines come from.
        notes: for the student.
        begun: exercises that are more than the stub of the release.
        files_begun: likewise in the lab's own files beside the notebook.
    """

    name: str
    folder: Folder
    files: dict[str, str]
    layout: Layout
    notes: list[str]
    begun: list[str]
    files_begun: list[str]


class NotebookReader:
    """Reads notebooks of one lab.

    Args:
        assignment: The lab.
        solutions: `solutions/NAME`, whose stubs say what students were given.
    """

    def __init__(self, assignment: Assignment, solutions: Path) -> None:
        self._assignment = assignment
        self._solutions = solutions

    def read(self, data: bytes, files: Mapping[str, str], seconds: float = _WALL_SECONDS) -> dict[str, Any]:
        """Return what `submission_reader.read` gives.

        Args:
            data: The notebook's bytes.
            files: The lab's own files that were handed in beside it.
            seconds: The most that may be waited for.

        Raises:
            UnusableFileError: It is no notebook of this lab, or more than can be read.
        """
        head = json.dumps({"facts": self._facts, "files": dict(files)}).encode() + b"\n"
        try:
            done = subprocess.run(
                [sys.executable, "-s", "-P", "-m", "autograder.submission_reader"],
                input=head + data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                timeout=max(seconds, 1.0),
                check=False,
            )
            found: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            message = "takes too much time or memory to read: clear its outputs and hand it in again"
            raise UnusableFileError(message) from None
        if "error" in found:
            raise UnusableFileError(for_terminal(found["error"]))
        return found

    @cached_property
    def _facts(self) -> dict[str, Any]:
        facts = facts_of(self._assignment, self._solutions)
        return {**dataclasses.asdict(facts), "released": {file: sorted(kept) for file, kept in facts.released.items()}}


def facts_of(assignment: Assignment, solutions: Path) -> Facts:
    """Return what is to be known of a lab in order to read its notebooks."""
    try:
        stubs = {source.path.name: source.stub() for source in read_all(assignment, solutions)}
    except SourceError:
        stubs = {}  # a lab need not be in the form that a kit is made from in order to be graded
    return Facts(
        lab=assignment.folder.name,
        files=tuple(assignment.files),
        names={**{each.name: each.file for each in assignment.exercises}, **assignment.given},
        exercises=tuple(each.name for each in assignment.exercises),
        released={file: frozenset(fingerprints(text)) for file, text in stubs.items()},
    )


class Notebooks:
    """The notebooks of one submission.

    Args:
        tree: What was handed in.
        reader: Reads each.
    """

    def __init__(self, tree: Tree, reader: NotebookReader) -> None:
        self._tree = tree
        self._reader = reader
        self._until = time.monotonic() + _WALL_SECONDS
        self._looked_at = 0

    def alone(self, label: str) -> ReadNotebook | None:
        """Return the notebook of a submission without any of the lab's files, or None where there is none at all.

        Notebooks nearer to the top come first; of several the one that holds this lab's exercises counts.

        Raises:
            SubmissionError: None can be graded, or more than one.
        """
        problems: list[str] = []
        for level in _levels(self._tree):
            found, wrong = self._read_all(level, {})
            problems += wrong
            taken = _one_of(found, label)
            if taken is not None:
                return taken
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise SubmissionError(f"{label}: {problems[0]}{more}")
        return None

    def beside(self, folder: Folder, files: Mapping[str, str], label: str) -> tuple[ReadNotebook | None, list[str]]:
        """Return the notebook that counts in the place of the lab's files, if one does, and what is to be noted.

        Kits hold both, so one of the two mostly is as it was given out: what was worked on counts. Where both were,
        the files count.

        Args:
            folder: where the lab's files lie; notebooks may lie there or above.
            files: their texts.
            label: the submission's path, for messages.

        Raises:
            SubmissionError: more than one notebook could be meant.
        """
        above = [folder[:depth] for depth in range(len(folder), -1, -1)]
        try:
            found, problems = self._read_all(above, files)
        except SubmissionError as error:
            return None, [f"no notebook is read: {error}"]
        notes = [f"{problem}; it is ignored" for problem in problems]
        begun = [each for each in found if each.begun]
        if not begun:
            return None, notes
        if not begun[0].files_begun:
            taken = _one_of(begun, label)
            return taken, [f"{for_terminal(begun[0].name)} is graded: nothing is solved in the .py files beside it"]
        name = for_terminal(begun[0].name)
        return None, [
            *notes,
            f"{name} is ignored: the .py files beside it are graded; to have it graded, hand in it alone",
        ]

    def _read_all(self, folders: list[Folder], files: Mapping[str, str]) -> tuple[list[ReadNotebook], list[str]]:
        found, problems = [], []
        for folder in folders:
            for name in self._tree.names(folder):
                if not name.lower().endswith(".ipynb"):
                    continue
                self._looked_at += 1
                if self._looked_at > NOTEBOOKS:
                    raise SubmissionError(f"there are more than {NOTEBOOKS} notebooks: hand in one")
                try:
                    found.append(self._read(folder, name, files))
                except UnusableFileError as error:
                    problems.append(f"{for_terminal('/'.join((*folder, name)))} {error}")
        return found, problems

    def _read(self, folder: Folder, name: str, files: Mapping[str, str]) -> ReadNotebook:
        try:
            data = self._tree.read(folder, name, NOTEBOOK_BYTES)
        except TooLargeError as error:
            raise UnusableFileError(f"{error}: clear its outputs and hand it in again") from None
        read = self._reader.read(data, files, self._until - time.monotonic())
        layout = Layout(read["cells"], read["pieces"])
        return ReadNotebook(name, folder, read["files"], layout, read["notes"], read["begun"], read["files_begun"])


def _levels(tree: Tree) -> Iterator[list[Folder]]:
    level: list[Folder] = [()]
    for _ in range(DEPTH + 1):
        yield level
        level = [child for folder in level for child in tree.folders(folder)]


def _one_of(found: list[ReadNotebook], label: str) -> ReadNotebook | None:
    """Return the one that counts: of several with exercises the only one that was begun, or any if none was."""
    begun = [each for each in found if each.begun] or found[:1]
    if len(begun) > 1:
        first, second = (for_terminal("/".join((*each.folder, each.name))) for each in begun[:2])
        raise SubmissionError(f"{label} holds this lab's exercises in {first} and in {second}: hand in one of them")
    return begun[0] if begun else None
