"""What a release can make. A further target is a name, an entry of `TARGETS`, and its functions.

Nothing heavy is imported before it is needed: the command line reads the names in order to start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.project import Project


class ReleaseFailedError(Exception):
    """A target cannot be made, or is not there to be checked; the text says why."""


class UnsoundError(Exception):
    """The lab's tests cannot be used; the text says why."""


class Name(StrEnum):
    """What `--to` takes; `all` is every target, with `--out` each in a folder of its name there."""

    student = "student"
    gradescope = "gradescope"
    nbgrader = "nbgrader"
    otter = "otter"
    all = "all"


@dataclass(frozen=True)
class Options:
    """What an instructor may choose beside the target.

    Attributes:
        torch_index: The address of a package index with CPU builds of torch, for the image on Gradescope.
    """

    torch_index: str = ""


@dataclass(frozen=True)
class Target:
    """One thing that a release makes.

    Attributes:
        says: What it is, in a few words.
        place: Where it is put: a folder or file of the lab, in the folder of `--out` where one is named.
        write: Makes it there; returns what was written, such as `31 files`.
        drift: Compares what is there with its source; returns a line for each difference.
    """

    says: str
    place: Callable[[Project, Path | None], Path]
    write: Callable[[Project, Path, Options], str]
    drift: Callable[[Project, Path], list[str]]


@contextmanager
def _kit_errors() -> Iterator[None]:
    from autograder.grader.suite import SuiteError  # noqa: PLC0415 - it loads torch
    from autograder.release.kit import ReleaseError  # noqa: PLC0415 - likewise

    try:
        yield
    except ReleaseError as error:
        raise ReleaseFailedError(str(error)) from None
    except SuiteError as error:
        raise UnsoundError(str(error)) from None


def _student_place(project: Project, out: Path | None) -> Path:
    return out or project.kit


def _student_write(project: Project, place: Path, _: Options) -> str:
    from autograder.release import kit  # noqa: PLC0415 - it loads torch

    with _kit_errors():
        made = kit.make(project)
        kit.write(made, place)
    return f"{len(made)} files"


def _student_drift(project: Project, place: Path) -> list[str]:
    from autograder.release import kit  # noqa: PLC0415 - likewise

    with _kit_errors():
        return kit.drift(kit.make(project), place)


def _gradescope_place(project: Project, out: Path | None) -> Path:
    return (out or project.root / "build" / "gradescope") / f"{project.name}.zip"


def _gradescope_write(project: Project, place: Path, options: Options) -> str:
    from autograder.release import gradescope  # noqa: PLC0415 - not needed to start

    try:
        made = gradescope.make(project, options.torch_index)
    except gradescope.ZipError as error:
        raise ReleaseFailedError(str(error)) from None
    gradescope.write(made, place)
    return f"{len(made) / 1e6:.1f} MB"


def _gradescope_drift(project: Project, place: Path) -> list[str]:
    from autograder.release import gradescope  # noqa: PLC0415 - likewise

    try:
        return gradescope.drift(project, place)
    except gradescope.ZipError as error:
        raise ReleaseFailedError(str(error)) from None


def _nbgrader_place(project: Project, out: Path | None) -> Path:
    return out or project.root / "build" / "nbgrader"


def _nbgrader_write(project: Project, place: Path, _: Options) -> str:
    from autograder.release import nbgrader  # noqa: PLC0415 - it loads torch

    try:
        with _kit_errors():
            made = nbgrader.make(project)
        notes = nbgrader.write(made, project, place)
    except nbgrader.CourseError as error:
        raise ReleaseFailedError(str(error)) from None
    return "; ".join([f"{len(made)} files of a course", *notes])


def _nbgrader_drift(project: Project, place: Path) -> list[str]:
    from autograder.release import nbgrader  # noqa: PLC0415 - likewise

    try:
        with _kit_errors():
            return nbgrader.drift(nbgrader.make(project), project, place)
    except nbgrader.CourseError as error:
        raise ReleaseFailedError(str(error)) from None


def _otter_place(project: Project, out: Path | None) -> Path:
    return (out or project.root / "build" / "otter") / project.name


def _otter_write(project: Project, place: Path, options: Options) -> str:
    from autograder.release import otter  # noqa: PLC0415 - not needed to start

    with _otter_errors():
        made = otter.make(project, options.torch_index)
        otter.write(made, place)
    return f"{len(made)} files"


def _otter_drift(project: Project, place: Path) -> list[str]:
    from autograder.release import otter  # noqa: PLC0415 - likewise

    with _otter_errors():
        return otter.drift(project, place)


@contextmanager
def _otter_errors() -> Iterator[None]:
    from autograder.release.gradescope import ZipError  # noqa: PLC0415 - likewise
    from autograder.release.otter import OtterError  # noqa: PLC0415 - likewise
    from autograder.release.otter_notebook import MasterError  # noqa: PLC0415 - likewise

    try:
        with _kit_errors():
            yield
    except (MasterError, OtterError, ZipError) as error:
        raise ReleaseFailedError(str(error)) from None


TARGETS = {
    Name.student: Target("the student's kit", _student_place, _student_write, _student_drift),
    Name.gradescope: Target("the zip for Gradescope", _gradescope_place, _gradescope_write, _gradescope_drift),
    Name.otter: Target("the files for Otter", _otter_place, _otter_write, _otter_drift),
    Name.nbgrader: Target("a course of nbgrader", _nbgrader_place, _nbgrader_write, _nbgrader_drift),
}
"""By name, in the order in which `all` makes them."""


def chosen(name: Name, project: Project, out: Path | None) -> list[tuple[Name, Target, Path]]:
    """Return the targets that a name means, each with the place that it is put."""
    if name is not Name.all:
        return [(name, TARGETS[name], TARGETS[name].place(project, out))]
    return [(each, target, target.place(project, out / each if out else None)) for each, target in TARGETS.items()]
