"""An nbgrader course with a lab in it: the master notebook, what its tests need, and the lab itself, to grade with.

Of the course's folder the release owns `source/NAME`, `assignments/NAME`, `solutions/NAME` and `autograder_config.py`.
`nbgrader_config.py` it writes once. All else, submissions and the gradebook first of all, it leaves alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.assignment import load
from autograder.release import kit
from autograder.release.gradescope import lab_files
from autograder.release.gradescope import write as write_whole
from autograder.release.nbgrader_answers import answers
from autograder.release.nbgrader_notebook import master
from autograder.release.readme import template
from autograder.source import read_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from autograder.project import Project

CONFIG, SETTINGS = "nbgrader_config.py", "autograder_config.py"
"""nbgrader's settings: the instructor's, and those that a release writes."""

_LOADS = f'load_subconfig("{SETTINGS}")'
_NOT_FOR_NOTEBOOKS = ("README.md", "requirements.txt")
"""Files of the kit that tell of its .py files; the notebook says what it needs itself."""


class CourseError(Exception):
    """The course cannot be written or compared; one line says why and what to do."""


def make(project: Project) -> dict[str, bytes]:
    """Return the files of the course that are the release's, by their names in it; the same bytes every time.

    Raises:
        AssignmentError, SourceError, SuiteError: The lab is not sound.
        ReleaseError: Its kit cannot be made.
    """
    assignment = load(project.assignment)
    exercises = [exercise.name for exercise in assignment.exercises]
    filled = answers(read_all(assignment, project.solutions), exercises)
    made = kit.make(project)
    book = f"{assignment.name}.ipynb"
    left_out = {*assignment.files, *_NOT_FOR_NOTEBOOKS, book}
    source = {name: data for name, data in made.items() if name not in left_out}
    source[book] = master(made[book].decode(), assignment, filled).encode()
    files = {f"source/{assignment.name}/{name}": data for name, data in source.items()}
    files |= {**dict(lab_files(project)), SETTINGS: template("nbgrader_settings.txt").encode()}
    return dict(sorted(files.items()))


def write(made: Mapping[str, bytes], project: Project, course: Path) -> list[str]:
    """Write the course's files, and remove those of an earlier release; return what the instructor is to know.

    Raises:
        CourseError: The folder is no course, or the lab's own project.
    """
    _check_place(project, course)
    for name, data in made.items():
        write_whole(data, course / name)
    for name in _present(project, course) - set(made):
        (course / name).unlink()
    if not (course / CONFIG).exists():
        write_whole(template("nbgrader_config.txt").encode(), course / CONFIG)
    return _unread_settings(course)


def drift(made: Mapping[str, bytes], project: Project, course: Path) -> list[str]:
    """Return how the release's files in a course differ from the lab, a line for each.

    Raises:
        CourseError: As `write`.
    """
    _check_place(project, course)
    present = _present(project, course)
    lines = [f"{course / name}: missing" for name in sorted(set(made) - present)]
    lines += [f"{course / name}: not from the lab" for name in sorted(present - set(made))]
    lines += [
        f"{course / name}: differs from the lab"
        for name in sorted(set(made) & present)
        if not kit.agree(name.removeprefix(f"source/{project.name}/"), (course / name).read_bytes(), made[name])
    ]
    return lines + _unread_settings(course)


def _check_place(project: Project, course: Path) -> None:
    if course.resolve() == project.root.resolve():
        raise CourseError(f"{course} is the labs' own folder: name another one with --out, for nbgrader's course")
    owned = [course / folder / project.name for folder in ("source", "assignments", "solutions")]
    theirs = [folder for folder in owned if folder.exists()]
    if theirs and not (course / SETTINGS).is_file():
        raise CourseError(f"{theirs[0]} is there and no release has written it: move it, or name another folder")


def _present(project: Project, course: Path) -> set[str]:
    """Return the names of the files that are the release's to change."""
    folders = [f"{folder}/{project.name}" for folder in ("source", "assignments", "solutions")]
    found = {f"{folder}/{name}" for folder in folders for name in kit.files_in(course / folder)}
    return found | ({SETTINGS} if (course / SETTINGS).is_file() else set())


def _unread_settings(course: Path) -> list[str]:
    """Say so where nbgrader's settings, which are not the release's, leave out those that the labs need."""
    path = course / CONFIG
    if not path.is_file():
        return [f"{path}: missing"]
    if _LOADS not in path.read_text(encoding="utf-8", errors="replace"):
        return [f"{path}: it is yours and stays as it is; write {_LOADS} into it, the labs need these settings"]
    return []
