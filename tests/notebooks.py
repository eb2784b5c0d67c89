"""Notebooks for tests: of any cells, and of the project's own labs."""

import json

from labs import LABS, ROOT

from autograder.source import read_all
from autograder.submission import NotebookReader
from autograder.submission_names import Facts
from autograder.submission_notebook import facts_of
from autograder.submission_reader import read
from autograder.submission_statements import fingerprints

STUBS = {
    "first.py": "import math\n\nGIVEN = [1, 2]\n\ndef one(x):\n    raise NotImplementedError\n\n"
    "def two(x):\n    raise NotImplementedError\n",
    "second.py": "from first import one\n\ndef three(x):\n    raise NotImplementedError\n",
}
SMALL = Facts(
    lab="small",
    files=("first.py", "second.py"),
    names={"one": "first.py", "two": "first.py", "three": "second.py"},
    exercises=("one", "two", "three"),
    released={file: frozenset(fingerprints(text)) for file, text in STUBS.items()},
)
"""A lab of three functions in two files."""

ALL_BEGUN = "def one(x):\n    return 1\ndef two(x):\n    return 2\ndef three(x):\n    return 3"
"""Answers to all of them, for tests of something else."""

FACTS = {name: facts_of(lab, ROOT / "solutions" / name) for name, lab in LABS.items()}
READERS = {name: NotebookReader(lab, ROOT / "solutions" / name) for name, lab in LABS.items()}


def code(source, **metadata):
    """A cell of code; its metadata is what the release writes."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    if metadata:
        cell["metadata"]["autograder"] = metadata
    return cell


def text(source, **metadata):
    """A cell of text."""
    return {**code(source, **metadata), "cell_type": "markdown"}


def notebook(*cells, lab=None, **changes):
    """The bytes of a notebook; a cell that is a text alone is a cell of code."""
    metadata = {"autograder": {"lab": lab, "format": 1}} if lab else {}
    whole = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"cells": whole, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **changes}).encode()


def solved(lab, *, metadata=True):
    """The cells of a lab's notebook with the reference's code in them."""
    cells = []
    for source in read_all(LABS[lab], ROOT / "solutions" / lab):
        for cell in source.cells:
            ours = {"file": source.path.name} if metadata else {}
            cells.append(code(cell.text, **ours) if cell.kind == "code" else text(cell.text, **ours))
    return cells


def made(*cells, facts=SMALL):
    """What a notebook of these cells holds, read in this process."""
    return read(notebook(*cells), facts, {})


def imported(found):
    """Run the files of a small lab's notebook as Python imports them; gives their names."""
    import sys
    from types import ModuleType

    modules = {}
    try:
        for file, source in found["files"].items():
            module = sys.modules[file.removesuffix(".py")] = ModuleType(file.removesuffix(".py"))
            exec(compile(source, file, "exec", dont_inherit=True), vars(module))
            modules[file] = vars(module)
    finally:
        for file in found["files"]:
            sys.modules.pop(file.removesuffix(".py"), None)
    return modules
