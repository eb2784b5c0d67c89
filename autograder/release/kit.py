"""The student's kit: stubs, the notebook, public tests with a snapshot of the right values, what they need to run."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from typing import TYPE_CHECKING, Any

from autograder.assignment import TRAIN_SCRIPT, load
from autograder.grader.suite import SuiteError
from autograder.kit.compare import difference
from autograder.kit.snapshot import from_json
from autograder.lab import public_facts
from autograder.release.leaks import leaks
from autograder.release.notebook import notebook, texts_by_cell
from autograder.release.notebook_drift import comparable
from autograder.release.readme import readme, template
from autograder.report.results import write_atomically
from autograder.source import read_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from autograder.assignment import Assignment
    from autograder.project import Project

SUPPORT = "support"
EXPECTED = f"{SUPPORT}/expected.json"
HINTS = f"{SUPPORT}/hints.json"

_SCRIPTS = (TRAIN_SCRIPT, "figures.py")
"""Files of `autograder.kit` that students run or import, and so find at the top of the kit."""

_FOR_TRAINING = (TRAIN_SCRIPT, "curves.py", "fashion_mnist.py", "learning.py")
"""Files of `autograder.kit` that a lab without training leaves out."""

_FOR_FIGURES = ("figures.py",)
"""Files of `autograder.kit` that a lab without `import figures` leaves out."""


class ReleaseError(Exception):
    """The kit cannot be made; every problem on a line of its own."""


def make(project: Project) -> dict[str, bytes]:
    """Return the kit's files by name; the same bytes every time.

    Raises:
        AssignmentError, SourceError, SuiteError: The lab is not sound.
        ReleaseError: The reference fails a public test, or the kit would give something away.
    """
    assignment = load(project.assignment)
    sources = read_all(assignment, project.solutions)
    recorded = _record(project)
    texts = {source.path.name: source.stub() for source in sources}
    for path in sorted((project.assignment / "public").glob("test_*.py")):
        texts[f"tests/{path.name}"] = path.read_text(encoding="utf-8")
    ours = _support(_left_out(assignment, texts))
    texts[f"{SUPPORT}/lab.json"] = json.dumps(public_facts(assignment), indent=1, ensure_ascii=False) + "\n"
    texts[EXPECTED] = _snapshot(recorded["values"])
    texts[HINTS] = _hints(recorded["hints"])
    first_tests = next(iter(recorded["values"])).partition("::")[0]
    texts["README.md"] = readme(assignment, recorded["worth"], first_tests)
    for name in ("conftest.py", "pytest.ini", "requirements.txt"):
        texts[name] = template(name)
    others = {name: text for name, text in (texts | ours).items() if name not in assignment.files}
    book = notebook(assignment, sources, others, recorded["worth"], recorded["pictures"])
    cells = {f"{project.name}.ipynb, cell {cell}": text for cell, text in texts_by_cell(book).items()}
    # What the files give away the notebook does too, and is told once.
    found = leaks(texts, sources, project.assignment) or leaks(cells, sources, project.assignment)
    if found:
        raise ReleaseError("\n".join(["the kit would give answers away:", *found]))
    return {name: text.encode() for name, text in sorted((texts | ours | {f"{project.name}.ipynb": book}).items())}


def _left_out(assignment: Assignment, texts: Mapping[str, str]) -> set[str]:
    """Return the files of `autograder.kit` that this lab has no use for, or that would answer its exercises."""
    left_out = set() if assignment.training is not None else set(_FOR_TRAINING)
    if assignment.training is not None and assignment.training.script != TRAIN_SCRIPT:
        left_out.update((TRAIN_SCRIPT, "curves.py", "learning.py"))  # the loop is theirs to write
    if not any("import figures" in text for text in texts.values()):
        left_out.update(_FOR_FIGURES)
    return left_out


def write(made: Mapping[str, bytes], target: Path) -> None:
    """Write the kit; what else is in the folder, as from an earlier release, is removed.

    Files and folders whose names begin with a dot stay.

    Raises:
        ReleaseError: The folder holds something that is no kit.
    """
    present = files_in(target)
    if present and f"{SUPPORT}/lab.json" not in present:
        raise ReleaseError(f"{target} holds something that is no kit: name an empty folder with --out")
    for name, data in made.items():
        write_atomically(target / name, data.decode())
    for name in present - set(made):
        (target / name).unlink()


def drift(made: Mapping[str, bytes], target: Path) -> list[str]:
    """Return how the kit on disk differs from the one that its source gives, a line for each file."""
    present = files_in(target)
    lines = [f"{target / name}: missing" for name in sorted(set(made) - present)]
    lines += [f"{target / name}: not from the source" for name in sorted(present - set(made))]
    lines += [
        f"{target / name}: differs from its source"
        for name in sorted(set(made) & present)
        if not agree(name, (target / name).read_bytes(), made[name])
    ]
    return lines


def agree(name: str, present: bytes, made: bytes) -> bool:
    """Whether a file of a kit is as it should be.

    The snapshot's values may differ as answers may, by a processor's rounding; a notebook's pictures in their bytes.
    """
    if present == made:
        return True
    try:
        if name == EXPECTED:
            theirs, ours = json.loads(present), json.loads(made)
            return difference(_values(theirs), _values(ours)) is None
        if name.endswith(".ipynb"):
            (there, their_files), (here, our_files) = comparable(present.decode()), comparable(made.decode())
            return (
                there == here
                and set(their_files) == set(our_files)
                and all(agree(each, text.encode(), our_files[each].encode()) for each, text in their_files.items())
            )
    except (ValueError, KeyError, TypeError, AttributeError):  # somebody has edited it
        return False
    return False


def _values(snapshot: dict[str, list[dict[str, Any]]]) -> dict[str, list[tuple[str, Any]]]:
    return {
        key: [(entry["inputs"], from_json(entry["value"])) for entry in entries] for key, entries in snapshot.items()
    }


def files_in(target: Path) -> set[str]:
    """Return the names of the files in a folder, but for hidden ones and Python's caches."""
    names = [path.relative_to(target) for path in target.rglob("*") if path.is_file()]
    return {
        name.as_posix()
        for name in names
        if not any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    }


def _record(project: Project) -> dict[str, Any]:
    folders = [str(project.assignment.resolve()), str(project.solutions.resolve())]
    command = [sys.executable, "-B", "-m", "autograder.release.record", *folders]  # -B: no caches beside the lab
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise SuiteError(said[-1] if said else f"the public tests did not run (exit status {done.returncode})")
    found: dict[str, Any] = json.loads(done.stdout)
    if not found["values"]:
        raise ReleaseError(f"{project.assignment / 'public'}: there are no tests for students")
    if found["failed"]:
        raise ReleaseError("\n".join(["the reference fails its own public tests:", *found["failed"]]))
    return found


def _support(left_out: set[str]) -> dict[str, str]:
    return {
        entry.name if entry.name in _SCRIPTS else f"{SUPPORT}/{entry.name}": entry.read_text(encoding="utf-8")
        for entry in resources.files("autograder.kit").iterdir()
        if entry.name.endswith(".py") and entry.name not in left_out
    }


def _hints(hints: Mapping[str, Sequence[Any]]) -> str:
    """Write one mistake a line."""
    lines = []
    for exercise, entries in hints.items():
        inner = ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in entries)
        lines.append(f" {json.dumps(exercise)}: [\n{inner}\n ]" if entries else f" {json.dumps(exercise)}: []")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _snapshot(values: Mapping[str, Any]) -> str:
    """Write one compare a line, so that a change shows where it is."""
    lines = []
    for key, entries in sorted(values.items()):
        inner = ",\n".join(f"  {json.dumps(entry)}" for entry in entries)
        lines.append(f" {json.dumps(key)}: [\n{inner}\n ]" if entries else f" {json.dumps(key)}: []")
    return "{\n" + ",\n".join(lines) + "\n}\n"
