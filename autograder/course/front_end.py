"""Grades one submission for another platform's program: in processes of our own, never in the one that asks.

nbgrader and Otter run a student's notebook in a kernel and believe what they find there. What they ask here is answered
by `autograder grade` on the file that was handed in, so the points are the same on every road, and nothing that ran
in their kernel has a say in them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from autograder.course.grading import RESULTS
from autograder.report.results import OF_THE_GRADING, Results, TestResult

NO_TRAINING = "AUTOGRADER_NO_TRAINING"
"""Set to 1 in the environment, it leaves the training check out, as `--no-training` does."""


class FrontEndError(Exception):
    """The submission could not be graded, and it is not to blame; one line says why and what to do."""


def grade(lab: str, submission: Path, start: Path, *, training: bool = True) -> Results:
    """Grade a submission as `autograder grade` does, and return its results.

    Args:
        lab: The lab's name.
        submission: What was handed in: a notebook, a zip, a folder.
        start: Where to look for the lab: here or in a folder above there is `assignments/LAB`.
        training: Whether the network is trained, where the lab trains one.

    Raises:
        FrontEndError: There are no results, through no fault of the submission.
    """
    left_out = not training or os.environ.get(NO_TRAINING) == "1"
    with tempfile.TemporaryDirectory() as folder:
        # -P: the program that is installed, also where the lab lies beside another copy of it.
        command = [sys.executable, "-P", "-m", "autograder", "grade", lab, str(submission.resolve()), "--out", folder]
        command += ["--jobs", "1", *(["--no-training"] if left_out else [])]
        done = subprocess.run(command, cwd=start, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        written = sorted(Path(folder).glob(f"*/{RESULTS}"))
        if len(written) != 1:
            said = done.stderr.strip().splitlines()
            raise FrontEndError(said[-1] if said else f"`autograder grade` ended with status {done.returncode}")
        results = Results.model_validate_json(written[0].read_bytes())
        if results.extra_data.get("fault") == OF_THE_GRADING:
            raise FrontEndError(results.output)
        return results


@cache
def graded(lab: str, submission: Path, start: Path) -> Results:
    """Return the results of a submission, graded once for all that ask in this process; arguments as `grade` has."""
    return grade(lab, submission, start)


def tests_of(results: Results, exercise: str) -> Sequence[TestResult]:
    """Return the tests of an exercise, in the lab's order; the exercise is each test's tag."""
    return [test for test in results.tests if exercise in (test.tags)]


def points_by_exercise(results: Results, exercises: Sequence[str]) -> Mapping[str, float]:
    """Return the points of each exercise; all are 0 where the submission could not be opened."""
    return {name: sum(test.score or 0.0 for test in tests_of(results, name)) for name in exercises}
