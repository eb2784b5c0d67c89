"""Runs a lab's public tests on its reference, notes the values that they compare with, and draws its pictures.

It runs as a process of its own, so that the lab's modules, whatever their names, stay out of everybody else's.
"""

from __future__ import annotations

import contextlib
import json
import sys
import traceback
from collections import defaultdict
from pathlib import Path
from typing import Any

import torch

from autograder.assignment import Assignment, load
from autograder.grader.program import Ours
from autograder.grader.reference import Reference
from autograder.grader.rows import RowError, read_rows
from autograder.grader.suite import Suite, SuiteError
from autograder.kit import marks as marks_of
from autograder.kit import snapshot
from autograder.kit.evidence import digest
from autograder.kit.frames import headline
from autograder.kit.outcomes import DONE
from autograder.release.pictures import pictures


class Recorder(Suite):
    """The lab's tests with the reference in the student's place, and the kit's inputs.

    Args:
        assignment: The lab.
        solutions: `solutions/NAME`.

    Raises:
        SuiteError: The reference or a misconception could not be imported.
    """

    def __init__(self, assignment: Assignment, solutions: Path) -> None:
        super().__init__(assignment)
        self._solutions = solutions
        self._values: dict[str, list[Any]] = {}
        try:
            self._solution = Reference(assignment, solutions)
            self._rows = read_rows(assignment)
        except RowError as error:
            raise SuiteError(str(error)) from None
        except Exception as error:
            raise SuiteError(f"{_place(error, solutions)}: {headline(error)}") from error

    def record(self) -> dict[str, Any]:
        """Run the public tests; return the values of each, each exercise's points, and what did not pass."""
        program = Ours(self._assignment, self._solution.names, self._solutions)
        worth: dict[str, float] = {}
        failed = []
        for test in self.tests:
            if test.hidden:
                continue
            self._values[test.marks.key] = []
            worth[test.marks.exercise] = worth.get(test.marks.exercise, 0.0) + test.marks.points
            found = self.run(test, program, self._solution, marks_of.KIT_SALT).outcome
            if found.state != DONE:
                failed.append(f"{test.marks.key}: {found.message}")
        return {"values": self._values, "worth": worth, "failed": failed, "hints": self._hints()}

    def _hints(self) -> dict[str, list[dict[str, Any]]]:
        """Return, for each misconception that a public test catches, its hint and the digests of what they saw."""
        noted, self._values = self._values, defaultdict(list)  # what a wrong program is compared with is no answer
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._rows:
            program = Ours(self._assignment, self._solution.names | row.names, row.path.parent)
            ran = {
                test.marks.key: self.run(test, program, self._solution, marks_of.KIT_SALT).evidence
                for test in self.tests
                if not test.hidden and test.marks.exercise == row.exercise
            }
            if any(seen.state != DONE for seen in ran.values()):
                entry = {"hint": row.hint, "seen": {key: digest(seen) for key, seen in ran.items()}}
                found.setdefault(row.exercise, []).append(entry)
        self._values = noted
        return {exercise: _told_apart(entries) for exercise, entries in found.items()}

    def _expected(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        inputs = snapshot.fingerprint(args, kwargs)
        value = super()._expected(name, args, kwargs)
        self._values[self._current.marks.key].append({"inputs": inputs, "value": snapshot.to_json(value)})
        return value


def _told_apart(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the mistakes that the public tests do not tell from another one: neither hint would be shown."""
    seen = [json.dumps(entry["seen"]) for entry in entries]
    return [entry for entry, text in zip(entries, seen, strict=True) if seen.count(text) == 1]


def main(assignment: str, solutions: str) -> int:
    """Print the recording as JSON; return 1 and end stderr with one line where the lab is not sound."""
    torch.set_num_threads(1)
    found: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what the lab's files print is no part of the recording
            lab = load(Path(assignment))
            recorder = Recorder(lab, Path(solutions))
            recorder.collect(lambda: found.update(recorder.record()))
            found["pictures"] = pictures(lab, Path(solutions))
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
