"""Runs a lab's public tests on its reference and notes the values that they compare with: the kit's snapshot.

It runs as a process of its own, so that the lab's modules, whatever their names, stay out of everybody else's.
"""

from __future__ import annotations

import contextlib
import json
import sys
import traceback
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from autograder.assignment import Assignment, load
from autograder.grader.reference import Reference
from autograder.grader.suite import Suite, SuiteError
from autograder.kit import marks as marks_of
from autograder.kit import snapshot
from autograder.kit.check import Check
from autograder.kit.frames import headline
from autograder.kit.local import LocalStudent, probe
from autograder.kit.outcomes import DONE
from autograder.lab import public_facts


class Recorder(Suite):
    """The lab's tests with the reference in the student's place, and the kit's inputs.

    Args:
        assignment: The lab.
        solutions: `solutions/NAME`.

    Raises:
        SuiteError: The reference could not be imported.
    """

    def __init__(self, assignment: Assignment, solutions: Path) -> None:
        super().__init__(assignment)
        self._solutions = solutions
        self._values: dict[str, list[Any]] = {}
        try:
            self._reference = Reference(assignment, solutions)
        except Exception as error:
            raise SuiteError(f"{_place(error, solutions)}: {headline(error)}") from error

    def record(self) -> dict[str, Any]:
        """Run the public tests; return the values of each, each exercise's points, and what did not pass."""
        worth: dict[str, float] = {}
        failed = []
        for test in self.tests:
            if test.hidden:
                continue
            self._values[test.marks.key] = []
            worth[test.marks.exercise] = worth.get(test.marks.exercise, 0.0) + test.marks.points
            found = self._run_one(test)
            if found.state != DONE:
                failed.append(f"{test.marks.key}: {found.message}")
        return {"values": self._values, "worth": worth, "failed": failed}

    def _expected(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        inputs = snapshot.fingerprint(args, kwargs)
        value = self._reference.expected(name, args, kwargs)
        self._values[self._current.marks.key].append({"inputs": inputs, "value": snapshot.to_json(value)})
        return value

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Return the kit's source of inputs."""
        return np.random.default_rng(marks_of.seed_of(self._current.marks.key, marks_of.KIT_SALT))

    @pytest.fixture
    def student(self) -> LocalStudent:
        """Return the reference's names."""
        torch.manual_seed(0)
        return LocalStudent(self._solutions, public_facts(self._assignment), self._current.marks.exercise)

    @pytest.fixture
    def check(self) -> Check:
        """Return the comparison that notes what it compares with."""
        self._check = Check(self._expected, probe, self._current.marks.points)
        return self._check


def main(assignment: str, solutions: str) -> int:
    """Print the recording as JSON; return 1 and end stderr with one line where the lab is not sound."""
    torch.set_num_threads(1)
    found: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what the lab's files print is no part of the recording
            recorder = Recorder(load(Path(assignment)), Path(solutions))
            recorder.collect(lambda: found.update(recorder.record()))
    except SuiteError as error:
        print(error, file=sys.stderr)
        return 1
    json.dump(found, sys.stdout)
    return 0


def _place(error: Exception, folder: Path) -> str:
    """Return the file and line below `folder` that an exception comes from, or the folder."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(folder):
            return f"{frame.filename}:{frame.lineno}"
    return str(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
