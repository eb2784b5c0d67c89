"""What a lab's tests run on: a submission in its workers, or a program of the lab's own in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import torch

from autograder.assignment import Assignment, Exercise
from autograder.grader.session import Session
from autograder.grader.student import RemoteStudent
from autograder.kit.errors import MissingName
from autograder.kit.local import LocalStudent, probe
from autograder.lab import public_facts


class Program(Protocol):
    """Gives a test what it asks for."""

    def fixtures(self, exercise: Exercise, seconds: float) -> tuple[Any, Callable[..., Any]]:
        """Return the `student` of a test of this exercise, and the probe that looks at its objects."""
        ...


class Submitted:
    """A submission: its calls go to its workers.

    Args:
        session: The submission's workers.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def fixtures(self, exercise: Exercise, seconds: float) -> tuple[Any, Callable[..., Any]]:
        """Return names whose calls go to a worker."""
        student = RemoteStudent(self._session, exercise, seconds)
        return student, student.probe


class Ours:
    """A program of the lab's own, trusted and in this process: the reference, or the reference but for some names.

    Args:
        assignment: The lab.
        names: What the program has of what the lab asks for and gives.
        folder: Where its files are: an exception that comes from there is the program's own.
        banned: Whether forbidden calls are caught.
        seed: Seeds torch's own random numbers for each test.
    """

    def __init__(
        self, assignment: Assignment, names: dict[str, Any], folder: Path, *, banned: bool = False, seed: int = 0
    ) -> None:
        self._facts = public_facts(assignment)
        if not banned:
            for entry in self._facts["exercises"]:
                entry["forbids"] = []
        self._names = names
        self._folder = folder
        self._seed = seed
        self._state = torch.get_rng_state()

    def fixtures(self, exercise: Exercise, seconds: float) -> tuple[Any, Callable[..., Any]]:  # noqa: ARG002 - trusted
        """Return the names themselves."""
        torch.default_generator.manual_seed(self._seed)  # torch's own function looks at every kind of device: 2 ms
        self._state = torch.get_rng_state()
        return _OurStudent(self._folder, self._facts, exercise.name, self._names), probe

    def has_drawn(self) -> bool:
        """Whether torch's random numbers were used since the last test began."""
        return not torch.equal(self._state, torch.get_rng_state())


class _OurStudent(LocalStudent):
    def __init__(self, folder: Path, facts: dict[str, Any], exercise: str, names: dict[str, Any]) -> None:
        super().__init__(folder, facts, exercise)
        self._names = names

    def load(self, entry: dict[str, Any]) -> Any:
        if entry["name"] not in self._names:
            raise MissingName(entry["name"], entry["file"])
        return self._names[entry["name"]]
