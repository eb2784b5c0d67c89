"""Which known mistake a wrong answer is: decided by what the tests saw, never by how the program looks.

The misconceptions of a lab are wrong programs of our own, so they run in this process. A mistake is recognised where
the tests of the exercise, every one of them, saw the same of the submission as of the wrong program; where two wrong
programs fit, neither is named.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from autograder.assignment import Assignment
from autograder.grader.evidence import agree
from autograder.grader.program import Ours
from autograder.grader.reference import Reference
from autograder.grader.rows import Row, RowError, read_row, row_paths
from autograder.grader.suite import Suite, Test
from autograder.kit.evidence import Evidence
from autograder.kit.outcomes import DONE, NOT_BEGUN


class Catalogue:
    """A lab's misconceptions, each exercise's read when it is first needed.

    Args:
        assignment: The lab.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._rows: dict[str, list[Row]] = {}

    def recognise(
        self, exercise: str, ran: Sequence[tuple[Test, Evidence]], suite: Suite, reference: Reference, salt: str
    ) -> Row | None:
        """Return the one misconception that showed the same in every test, or None.

        Args:
            exercise: The exercise's name.
            ran: Its tests with what each saw of the submission.
            suite: Runs the tests on the wrong programs, with the same inputs.
            reference: Gives the right values.
            salt: What seeded the inputs.
        """
        if all(evidence.state in (DONE, NOT_BEGUN) for _, evidence in ran):
            return None
        left = self._rows_of(exercise)
        for test, evidence in sorted(ran, key=_cheapest_first):
            left = [row for row in left if agree(evidence, self._seen(row, test, suite, reference, salt))]
            if not left:
                return None
        return left[0] if len(left) == 1 else None

    def _rows_of(self, exercise: str) -> list[Row]:
        if exercise not in self._rows:
            self._rows[exercise] = []
            for path in row_paths(self._assignment, exercise):
                try:
                    self._rows[exercise].append(read_row(exercise, path))
                except RowError as error:  # a hint less; `verify` is where a lab's author is stopped by it
                    print(error, file=sys.stderr)
        return list(self._rows[exercise])

    def _seen(self, row: Row, test: Test, suite: Suite, reference: Reference, salt: str) -> Evidence:
        program = Ours(self._assignment, reference.names | row.names, row.path.parent)
        return suite.run(test, program, reference, salt).evidence


def _cheapest_first(ran: tuple[Test, Evidence]) -> tuple[bool, bool]:
    """Ask what decides most first: tests that failed, and last those that are known to take long."""
    test, evidence = ran
    return test.marks.time_limit is not None, evidence.state == DONE
