"""A lab for Otter-Grader: a master notebook for `otter assign`, and a folder with what grades.

Otter makes two things of it: the notebook for students, and a zip in which a plugin (`course/otter.py`) grades what
they hand in with `autograder grade`.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from autograder.assignment import load
from autograder.release import kit
from autograder.release.gradescope import lab_files, program_files
from autograder.release.otter_notebook import GRADING, master
from autograder.release.readme import template
from autograder.source import read_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograder.project import Project

IMAGE = f"/autograder/source/files/{GRADING}"
"""Where the folder lies in the image that Otter builds."""


class OtterError(Exception):
    """The files cannot be written, or are not there to be checked; one line says why."""


def make(project: Project, torch_index: str = "") -> dict[str, bytes]:
    """Return the files by name; the same bytes every time.

    Args:
        project: The lab.
        torch_index: The address of a further package index, with CPU builds of torch.

    Raises:
        AssignmentError, SourceError, SuiteError, ReleaseError: As the kit's release raises.
        MasterError: The kit's notebook cannot be made Otter's.
        ZipError: A part of the program is missing.
    """
    assignment = load(project.assignment)
    texts = {name: data.decode() for name, data in kit.make(project).items()}
    book = master(assignment, read_all(assignment, project.solutions), texts)
    readme = Template(template("otter_README.md")).substitute(title=assignment.title, name=assignment.name)
    grading = {**dict(lab_files(project)), **dict(program_files()), "README.md": readme.encode()}
    extra = "[vision]" if assignment.training is not None else ""  # its download is how the image gets the data
    needed = [*([f"--extra-index-url {torch_index}"] if torch_index else []), f"-c {IMAGE}/constraints.txt"]
    return {
        f"{assignment.name}.ipynb": book.encode(),
        "requirements.txt": "".join(f"{line}\n" for line in (*needed, f"{IMAGE}{extra}")).encode(),
        **{f"{GRADING}/{name}": data for name, data in sorted(grading.items())},
    }


def write(made: Mapping[str, bytes], target: Path) -> None:
    """Write the files that are not there as they are; what else is in their folder `grading/` is removed.

    What lies beside them stays: it may be what `otter assign` made.

    Raises:
        OtterError: There is another lab, or something else, in the place of the notebook.
    """
    book = next(name for name in made if name.endswith(".ipynb"))
    if (target / GRADING).exists() and not (target / book).exists():
        raise OtterError(f"{target} holds a folder {GRADING}/ that is not of this lab: name another one with --out")
    for name, data in made.items():
        path = target / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for name in _present(target) - set(made):
        (target / name).unlink()


def drift(project: Project, target: Path) -> list[str]:
    """Return how the files differ from those that their source gives, a line for each.

    Raises:
        OtterError: There are none; or as `make` raises.
    """
    if not (target / f"{project.name}.ipynb").is_file():
        raise OtterError(
            f"{target} is not there (it is made on demand and never committed): "
            f"make it with `autograder release {project.name} --to otter`"
        )
    made = make(project, _torch_index(target))
    present = _present(target) | {name for name in made if (target / name).is_file()}
    lines = [f"{target / name}: missing" for name in sorted(set(made) - present)]
    lines += [f"{target / name}: not from the source" for name in sorted(present - set(made))]
    return lines + [
        f"{target / name}: differs from its source"
        for name in sorted(set(made) & present)
        if not kit.agree(name, (target / name).read_bytes(), made[name])
    ]


def _present(target: Path) -> set[str]:
    """Return the names of the files in `grading/`, but for hidden ones and Python's caches."""
    names = [path.relative_to(target) for path in (target / GRADING).rglob("*") if path.is_file()]
    return {
        name.as_posix()
        for name in names
        if not any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    }


def _torch_index(target: Path) -> str:
    """Return which index the files were made with: it is the instructor's choice, and no drift."""
    try:
        lines = (target / "requirements.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    option = "--extra-index-url "
    return next((line.removeprefix(option) for line in lines if line.startswith(option)), "")
