"""A lab's tests: collected once by pytest, run again and again in forks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from _pytest.runner import runtestprotocol  # the public hook reports to a terminal, which a grader has not

from autograder.assignment import Assignment
from autograder.grader.reference import Reference
from autograder.grader.session import Session
from autograder.grader.student import RemoteStudent
from autograder.grader.worker_client import StartError
from autograder.kit import marks as marks_of
from autograder.kit.check import Check
from autograder.kit.marks import Marks, read_marks
from autograder.kit.outcomes import Outcome, outcome

PUBLIC, HIDDEN = "public", "hidden"


class SuiteError(Exception):
    """The lab's tests cannot be used; the text says file, line and what to do."""


@dataclass(frozen=True)
class Test:
    """One collected test."""

    __test__ = False  # not for pytest, which collects classes of this name

    item: pytest.Function
    marks: Marks
    hidden: bool


class Suite:
    """The pytest plugin that collects a lab's tests and runs them against one submission.

    Args:
        assignment: The lab.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._names = [exercise.name for exercise in assignment.exercises]
        self._session: Session
        self._reference: Reference
        self._salt = ""
        self._check: Check | None = None
        self._error: BaseException | None = None
        self._current: Test
        self.imports: list[str] = []
        self.problems: list[str] = []
        self.tests: list[Test] = []

    def collect(self, then: Callable[[], None]) -> None:
        """Collect the tests and call `then` while they are loaded; raise SuiteError where they are not sound."""
        self._then = then
        folder = self._assignment.folder
        parts = [str(folder / part) for part in (PUBLIC, HIDDEN) if (folder / part).is_dir()]
        if not parts:
            raise SuiteError(f"{folder}: there is no folder {PUBLIC}/ or {HIDDEN}/ with tests")
        status = pytest.main([*_OPTIONS, f"--rootdir={folder}", *parts], plugins=[self])
        if self.problems:
            raise SuiteError("; ".join(self.problems))
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise SuiteError(f"{folder}: pytest could not collect the tests ({status!s})")
        if not self.tests:
            raise SuiteError(f"{folder}: there are no tests in {PUBLIC}/ and {HIDDEN}/")

    def run(self, session: Session, reference: Reference, salt: str) -> list[tuple[Test, Outcome]]:
        """Run every test against a submission; return the outcomes in the lab's order."""
        self._session, self._reference, self._salt = session, reference, salt
        done: dict[tuple[str, bool], Outcome] = {}
        imports: list[str] | None = None
        for test in self._by_worker():
            if test.hidden and imports is None:
                imports = session.import_messages()
            done[test.marks.key, test.hidden] = self._run_one(test)
        self.imports = session.import_messages() if imports is None else imports
        return [(test, done[test.marks.key, test.hidden]) for test in self.tests]

    def _by_worker(self) -> list[Test]:
        """Order the tests: all public ones, then all hidden ones, each worker's together (see Session)."""
        workers = list(dict.fromkeys(exercise.forbids for exercise in self._assignment.exercises))
        return sorted(
            self.tests,
            key=lambda test: (
                test.hidden,
                workers.index(self._assignment.exercise(test.marks.exercise).forbids),
            ),
        )

    def _run_one(self, test: Test) -> Outcome:
        self._current, self._check, self._error = test, None, None
        runtestprotocol(test.item, log=False, nextitem=None)
        if isinstance(self._error, StartError):  # the machine's fault: no result is better than a wrong one
            raise self._error
        return outcome(self._error, test.marks.points, self._check.awarded if self._check else None)

    # pytest's hooks

    def pytest_configure(self, config: pytest.Config) -> None:
        for line in marks_of.MARKERS:
            config.addinivalue_line("markers", line)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(f"{report.nodeid or 'tests'}: {_last_line(report.longreprtext)}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if not isinstance(item, pytest.Function):
                continue
            try:
                marks = read_marks(item, self._names)
            except pytest.UsageError as error:
                self.problems.append(str(error))
                continue
            self.tests.append(Test(item, marks, item.path.parent.name == HIDDEN))
        self.tests.sort(key=lambda test: (self._names.index(test.marks.exercise), test.hidden))
        if not self.problems:
            self.problems += points_problems(self._assignment, self.tests)

    def pytest_runtestloop(self) -> bool:
        if self.tests and not self.problems:
            self._then()
        return True

    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value

    # the fixtures that a test may ask for

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Return the test's source of random inputs, seeded by the submission."""
        return np.random.default_rng(marks_of.seed_of(self._current.marks.key, self._salt))

    @pytest.fixture
    def student(self) -> RemoteStudent:
        """Return the student's names; calls go to the worker."""
        return self._student()

    @pytest.fixture
    def check(self) -> Check:
        """Return the comparison with the reference."""
        self._check = Check(self._reference.expected, self._student().probe, self._current.marks.points)
        return self._check

    def _student(self) -> RemoteStudent:
        marks = self._current.marks
        seconds = marks.time_limit or self._assignment.limits.call_seconds
        return RemoteStudent(self._session, self._assignment.exercise(marks.exercise), seconds)


def points_problems(assignment: Assignment, tests: list[Test]) -> list[str]:
    """Return what does not add up: an exercise's tests must be worth what the exercise is."""
    toml = assignment.folder / "assignment.toml"
    problems = []
    for exercise in assignment.exercises:
        worth = sum(test.marks.points for test in tests if test.marks.exercise == exercise.name)
        if abs(worth - exercise.points) > 1e-9:
            problems.append(
                f"{toml}: {exercise.name} is worth {exercise.points:g} points, its tests together {worth:g}"
            )
    keys = [(test.marks.key, test.hidden) for test in tests]
    problems += [
        f"{assignment.folder}: two tests are called {key}" for key, _ in dict.fromkeys(keys) if keys.count((key, _)) > 1
    ]
    return problems


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return " ".join(lines[-1].split()) if lines else "could not be collected"


_UNUSED_PLUGINS = (
    "terminal", "cacheprovider", "faulthandler", "junitxml", "pastebin", "doctest", "unittest", "setuponly",
    "setupplan", "stepwise", "logging", "debugging", "warnings", "threadexception", "unraisableexception",
)  # fmt: skip
_OPTIONS = (
    "--import-mode=importlib",
    "--strict-markers",
    "--noconftest",
    "--capture=no",
    *(f"-pno:{name}" for name in _UNUSED_PLUGINS),
    "-c",
    str(Path(__file__).with_name("pytest.ini")),
)
