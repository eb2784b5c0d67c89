"""Opens what a student handed in, a folder, a zip or one file, and returns its Python files as text.

Only text leaves this module: the lab's own files, or those that a notebook becomes, and helper modules beside them.
What is left out is said in notes that the student can read.
"""

from __future__ import annotations

import hashlib
import keyword
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from autograder.safe_text import for_terminal
from autograder.submission_list import default_name, find_submissions
from autograder.submission_notebook import Layout, NotebookReader, Notebooks, ReadNotebook
from autograder.submission_trees import (
    DEPTH,
    DiskTree,
    Folder,
    SubmissionError,
    Tree,
    UnusableFileError,
    ZipTree,
    shown_size,
)

__all__ = ["Layout", "NotebookReader", "Submission", "SubmissionError", "find_submissions", "open_submission"]

FILES = 100
TOTAL_BYTES = 4 << 20
NOTES = 20

# A helper module of such a name would be imported in place of the library, in this process or in torch's own
# imports.
_LIBRARIES = frozenset({
    "IPython", "PIL", "_pytest", "autograder", "cv2", "einops", "functorch", "hypothesis", "jax", "jinja2",
    "keras", "matplotlib", "mpl_toolkits", "networkx", "numpy", "packaging", "pandas", "pip", "pkg_resources",
    "pluggy", "pylab", "pytest", "scipy", "seaborn", "setuptools", "six", "skimage", "sklearn", "support",
    "sympy", "tensorflow", "torch", "torchaudio", "torchgen", "torchinfo", "torchsummary", "torchvision",
    "tqdm", "triton", "typing_extensions", "yaml",
})  # fmt: skip
# They are in every kit or package, and no one asks why they are left out.
_NOT_WORTH_A_NOTE = {"conftest.py", "figures.py", "train.py", "__init__.py", "__main__.py"}
_NEVER_IMPORTED = {"setup", "sitecustomize", "usercustomize"}


@dataclass(frozen=True)
class Submission:
    r"""What a student handed in.

    Attributes:
        name: safe as the name of a file or folder.
        files: text of each file by its name, the lab's files first, in the lab's order; lines end with "\n".
        notes: for the student: what is missing or was left out, and why; one line each.
        digest: SHA-256 of the names and texts, in hexadecimal.
        layout: where the lines of the files stand in the notebook that they were made of, if it is one.
    """

    name: str
    files: dict[str, str]
    notes: list[str]
    digest: str
    layout: Layout | None = None


def open_submission(
    path: Path, wanted: Sequence[str], *, name: str | None = None, notebooks: NotebookReader | None = None
) -> Submission:
    """Reads a submission from a folder, a zip file, or a single file of the lab.

    The lab's files may lie in a sub-folder: the one nearest to the top that holds any of them is taken. A notebook
    becomes the lab's files.

    Args:
        path: as handed in; not a symbolic link.
        wanted: names of the lab's files, such as "convolution.py".
        name: the submission's name; by default the safe form of the folder's or file's stem.
        notebooks: reads those of the lab; without it there can be none.

    Raises:
        SubmissionError: nothing of the lab was found, or what was handed in cannot be opened.
    """
    label = for_terminal(str(path))
    try:
        with _tree(path, wanted, notebooks) as tree:
            reader, notebook = _opened(tree, wanted, notebooks, label)
            reader.take_helpers(wanted)
    except OSError as error:
        raise SubmissionError(f"{label} cannot be opened: {error.strerror}") from error
    notes = reader.notes
    if len(notes) > NOTES:
        more = "are left out" if notebook else "files are ignored"
        notes = [*notes[: NOTES - 1], f"{len(notes) - NOTES + 1} more {more}"]
    layout = notebook.layout if notebook else None
    return Submission(name or default_name(path), reader.texts, notes, _digest(reader.texts), layout)


def _opened(
    tree: Tree, wanted: Sequence[str], notebooks: NotebookReader | None, label: str
) -> tuple[_Reader, ReadNotebook | None]:
    """Takes the lab's files, or the notebook that counts in their place."""
    found = Notebooks(tree, notebooks) if notebooks else None
    folder = _lab_folder(tree, wanted, label)
    if folder is None:
        notebook = found.alone(label) if found else None
        if notebook is None:
            expected = _listed(wanted) + (", or a notebook" if found else "")
            raise SubmissionError(f"no file of this lab was found in {label}: expected {expected}")
        return _Reader.of_notebook(tree, notebook), notebook
    reader = _Reader(tree, folder)
    problems = reader.take_wanted(wanted)
    if not reader.texts:
        raise SubmissionError(f"no file of this lab could be read in {label}: {'; '.join(problems)}")
    notebook, notes = found.beside(folder, reader.texts, label) if found else (None, [])
    if notebook is not None:
        reader = _Reader.of_notebook(tree, notebook)
    reader.notes[:0] = notes
    return reader, notebook


def _tree(path: Path, wanted: Sequence[str], notebooks: NotebookReader | None) -> DiskTree | ZipTree:
    label = for_terminal(str(path))
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, ValueError) as error:  # a ValueError: a name with a NUL
        raise SubmissionError(f"{label}: there is no such file or folder") from error
    if stat.S_ISLNK(mode):
        raise SubmissionError(f"{label} is a symbolic link: hand in what it points to")
    if stat.S_ISDIR(mode):
        return DiskTree(path)
    if not stat.S_ISREG(mode):
        raise SubmissionError(f"{label} is not a regular file: hand in a folder or a zip file")
    if path.name in wanted:
        return DiskTree(path.parent, only=path.name)
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return ZipTree(path)
    if suffix == ".ipynb" and notebooks:
        return DiskTree(path.parent, only=path.name)
    if suffix == ".ipynb":
        raise SubmissionError(f"{label} is a notebook: hand in the lab's .py files, {_listed(wanted)}")
    if suffix == ".py":
        raise SubmissionError(f"{label} is no file of this lab: expected {_listed(wanted)}")
    raise SubmissionError(f"{label} is no submission: hand in a folder or a zip file with {_listed(wanted)}")


def _lab_folder(tree: Tree, wanted: Sequence[str], label: str) -> Folder | None:
    """Returns the folder nearest to the top that holds a file of the lab, if one does."""
    level: list[Folder] = [()]
    for _ in range(DEPTH + 1):
        holders = [folder for folder in level if tree.holds(folder, wanted)]
        if len(holders) > 1:
            first, second = (for_terminal("/".join(folder)) for folder in holders[:2])
            raise SubmissionError(f"{label} holds files of the lab in {first} and in {second}: hand in one folder")
        if holders:
            return holders[0]
        level = [child for folder in level for child in tree.folders(folder)]
    return None


class _Reader:
    """Takes files of one folder until there are too many, and notes what it leaves out."""

    def __init__(self, tree: Tree, folder: Folder) -> None:
        self.texts: dict[str, str] = {}
        self.notes: list[str] = []
        self._tree = tree
        self._folder = folder
        self._names = tree.names(folder)
        self._room = TOTAL_BYTES

    @classmethod
    def of_notebook(cls, tree: Tree, notebook: ReadNotebook) -> Self:
        """Begins with the files that a notebook became; helper modules beside it can be taken."""
        reader = cls(tree, notebook.folder)
        reader.texts.update(notebook.files)
        reader.notes += notebook.notes
        return reader

    def take_wanted(self, wanted: Sequence[str]) -> list[str]:
        """Takes the lab's files; returns what is wrong with those that are there and cannot be taken."""
        problems = []
        for name in wanted:
            if name in self._names:
                try:
                    self._take(name)
                except UnusableFileError as error:
                    problems.append(f"{name} {error}")
                    self.notes.append(f"{name} {error}: its exercises count as not begun")
            else:
                similar = next((other for other in self._names if other.casefold() == name.casefold()), None)
                hint = f" ({for_terminal(similar)} is another name)" if similar else ""
                self.notes.append(f"{name} is missing{hint}: its exercises count as not begun")
        return problems

    def take_helpers(self, wanted: Sequence[str]) -> None:
        """Takes the other modules, unless their names say that they are none."""
        for name in self._names:
            if name in wanted or name in _NOT_WORTH_A_NOTE or not name.endswith(".py"):
                continue
            reason = _reason_to_ignore(name.removesuffix(".py"))
            if not reason:
                try:
                    self._take(name)
                except UnusableFileError as error:
                    reason = f"it {error}"
            if reason:
                self.notes.append(f"{for_terminal(name)[:100]} is ignored: {reason}")

    def _take(self, name: str) -> None:
        if len(self.texts) == FILES:
            raise UnusableFileError(f"is one more than the {FILES} files that are read")
        data = self._tree.read(self._folder, name)
        if len(data) > self._room:
            raise UnusableFileError(f"is more than the {shown_size(TOTAL_BYTES)} in all that are read")
        text, note = _decoded(data)
        self.texts[name] = text
        self._room -= len(data)
        if note:
            self.notes.append(f"{name} {note}")


def _reason_to_ignore(stem: str) -> str | None:
    if not (stem.isascii() and stem.isidentifier()) or keyword.iskeyword(stem):
        return "only a name of plain letters, digits and _ can be imported"
    if stem in sys.stdlib_module_names:
        return f"its name hides Python's own module {stem}"
    if stem in _LIBRARIES:
        return f"its name hides the library {stem}"
    if stem in ("test", "tests") or stem.startswith("test_") or stem.endswith("_test"):
        return "tests are not part of what is graded"
    if stem in _NEVER_IMPORTED:
        return "no exercise can need it"
    return None


def _decoded(data: bytes) -> tuple[str, str | None]:
    """Returns a file's text, and a note where it is not UTF-8."""
    if b"\x00" in data:
        raise UnusableFileError("is not text in UTF-8")
    note = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, note = data.decode("latin-1"), "is not in UTF-8; it was read as Latin-1"
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _digest(files: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _listed(wanted: Sequence[str]) -> str:
    return ", ".join(wanted)
