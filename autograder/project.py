"""Where a lab's files are: the folders of a project, found from its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ProjectError(Exception):
    """No such lab is to be found; the text says where it was looked for."""


@dataclass(frozen=True)
class Project:
    """A lab's place in the tree.

    Attributes:
        root: The folder that holds `assignments/` and `solutions/`.
        name: The lab's name.
    """

    root: Path
    name: str

    @property
    def assignment(self) -> Path:
        """Return `assignments/NAME`."""
        return self.root / "assignments" / self.name

    @property
    def solutions(self) -> Path:
        """Return `solutions/NAME`."""
        return self.root / "solutions" / self.name

    @property
    def kit(self) -> Path:
        """Return `student_template/NAME`."""
        return self.root / "student_template" / self.name


def find(name: str, start: Path) -> Project:
    """Find the lab in `start` or the folders above it; raise ProjectError where there is none.

    Args:
        name: The lab's name, or the path of its folder `assignments/NAME`.
        start: Where to begin.
    """
    given = Path(name)
    if (given / "assignment.toml").is_file() and given.resolve().parent.name == "assignments":
        return Project(given.resolve().parent.parent, given.resolve().name)
    for root in (start.resolve(), *start.resolve().parents):
        if (root / "assignments" / name / "assignment.toml").is_file() and name:
            return Project(root, name)
    known = sorted(
        {
            path.parent.name
            for root in (start.resolve(), *start.resolve().parents)
            for path in (root / "assignments").glob("*/assignment.toml")
        }
    )
    there_are = f"the labs here are {', '.join(known)}" if known else "run this in the folder that holds assignments/"
    raise ProjectError(f"no lab is called {name!r} in {start}: {there_are}")
