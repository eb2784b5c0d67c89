"""One machine of a cluster: an actor of Ray's that keeps warm grading processes and grades what it is given."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.assignment import AssignmentError, load
from autograder.course.isolation import IsolationError
from autograder.course.local import Engine, EngineError
from autograder.course.plan import Plan
from autograder.course.version import files_of, version_of
from autograder.project import Project
from autograder.scratch import Scratch
from autograder.submission import Submission

_LAB, _SOLUTIONS, _DATA = "assignments", "solutions", "data"


@dataclass(frozen=True)
class Package:
    """What a machine needs that has nothing but this program.

    Attributes:
        name: The lab's name.
        version: The lab's and the program's: a machine with another one would give other scores.
        files: The bytes of each file: of the lab, its solutions, and the training's data.
        profile: The training profile, or None to leave the training out.
        confined: Whether student code is confined.
        count: How many submissions there are in all.
        secrets: Where the lab, and what else no submission may read, lies on the machine that the command runs on: a
            machine of the cluster too, perhaps, or one that shares its folders.
    """

    name: str
    version: str
    files: dict[str, bytes]
    profile: str | None
    confined: bool
    count: int
    secrets: tuple[Path, ...]


def packed(plan: Plan) -> Package:
    """Return what machines need for a plan."""
    project = plan.project
    files = {}
    for part, folder in ((_LAB, project.assignment), (_SOLUTIONS, project.solutions)):
        for path in files_of(folder):
            files[f"{part}/{project.name}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    for path in _files_of_data(plan.data) if plan.data else ():
        files[f"{_DATA}/{path.name}"] = path.read_bytes()
    secrets = (project.assignment / "hidden", project.solutions, *plan.secrets)
    secrets = tuple(path.resolve() for path in secrets)
    return Package(project.name, version_of(project), files, plan.profile, plan.confined, plan.count, secrets)


def _files_of_data(folder: Path) -> list[Path]:
    """Return the files that a training reads, and nothing else that lies beside them."""
    from autograder.kit.fashion_mnist import FILES  # noqa: PLC0415 - it loads torch

    names = [f"{file.name}{end}" for file in FILES.values() for end in ("", ".gz")]
    return [path for name in names if (path := folder / name).is_file()]


class Node:
    """What runs on a machine of the cluster. Each of its methods may run in a thread of its own."""

    def __init__(self) -> None:
        self._engine = Engine()
        self._scratch = Scratch("autograder-node-")  # mode 0700: the hidden tests lie in it

    def begin(self, package: Package, jobs: int) -> dict[str, Any]:
        """Unpack and get ready; return `machine`, and `jobs`, how many are graded at once, or `failed` with the reason.

        Args:
            package: What is to be graded with.
            jobs: How many at once at most.
        """
        machine = platform.node()
        try:
            project = self._unpack(package)
            if version_of(project) != package.version:
                reason = (
                    "it has another version of autograder, Python, torch, NumPy, Matplotlib or pytest than the machine "
                    "that this command runs on, and would grade otherwise: install the same ones"
                )
                return {"machine": machine, "failed": reason}
            data = project.root / _DATA
            plan = Plan(
                project=project,
                assignment=load(project.assignment),
                data=data if data.is_dir() else None,
                profile=package.profile,
                confined=package.confined,
                jobs=jobs,
                count=package.count,
                secrets=package.secrets,
            )
            self._engine.prepare(plan)
        except (AssignmentError, EngineError, IsolationError, OSError) as error:
            return {"machine": machine, "failed": str(error)}
        return {"machine": machine, "jobs": jobs}

    def grade(self, submission: Submission) -> dict[str, Any]:
        """Grade one submission; return its results as plain data."""
        return self._engine.grade(submission)

    def close(self) -> None:
        """End the grading processes and remove what they used."""
        self._engine.close()
        self._scratch.remove()

    def _unpack(self, package: Package) -> Project:
        root = self._scratch.path
        for name, data in package.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(data)
        return Project(Path(root), package.name)
