"""Runs a lab's public tests on its reference and notes the values that they compare with: the kit's snapshot.

It runs as a process of its own, so that the lab's modules, whatever their names, stay out of everybody else's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from autograder.assignment import load
from autograder.grader.reference import Reference
from autograder.grader.suite import Suite, SuiteError
from autograder.kit import marks as marks_of
from autograder.kit import snapshot
from autograder.kit.check import Check
from autograder.kit.local import LocalStudent, probe
from autograder.kit.outcomes import DONE
from autograder.lab import public_facts


class Recorder(Suite):
    """The lab's tests with the reference in the student's place, and the kit's inputs."""

    def record(self, solutions: Path) -> dict[str, Any]:
        """Run the public tests; return the values of each and what did not pass."""
        self._solutions = solutions
        self._reference = Reference(self._assignment, solutions)
        self.values: dict[str, list[Any]] = {}
        self.worth: dict[str, float] = {}
        failed = []
        for test in self.tests:
            if test.hidden:
                continue
            self.values[test.marks.key] = []
            self.worth[test.marks.exercise] = self.worth.get(test.marks.exercise, 0.0) + test.marks.points
            found = self._run_one(test)
            if found.state != DONE:
                failed.append(f"{test.marks.key}: {found.message}")
        return {"values": self.values, "worth": self.worth, "failed": failed}

    def _expected(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        value = self._reference.expected(name, args, kwargs)
        entry = {"inputs": snapshot.fingerprint(args, kwargs), "value": snapshot.to_json(value)}
        self.values[self._current.marks.key].append(entry)
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
    """Print the recording as JSON; return 1 and print one line where the tests are not sound."""
    recorder = Recorder(load(Path(assignment)))
    found: dict[str, Any] = {}
    torch.set_num_threads(1)
    try:
        recorder.collect(lambda: found.update(recorder.record(Path(solutions))))
    except SuiteError as error:
        print(error, file=sys.stderr)
        return 1
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
