"""A lab's tests: collected once by pytest, run again and again in forks."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignment import Assignment
from autograder.grader.direct import makers_of
from autograder.grader.evidence import Ran, kept
from autograder.grader.program import Program
from autograder.grader.reference import Reference
from autograder.grader.worker_client import StartError
from autograder.kit import marks as marks_of
from autograder.kit.check import Check
from autograder.kit.evidence import evidence
from autograder.kit.marks import Marks, read_marks
from autograder.kit.outcomes import outcome

PUBLIC, HIDDEN = "public", "hidden"


class SuiteError(Exception):
    """The lab's tests cannot be used; the text says file, line and what to do."""


@dataclass(frozen=True)
class Test:
    """One collected test.

    Attributes:
        item: pytest's own of it.
        marks: What it says of itself.
        hidden: Whether it never leaves the grader.
        makers: What makes each of its arguments, where it can be called without pytest; else None.
    """

    __test__ = False  # not for pytest, which collects classes of this name

    item: pytest.Function
    marks: Marks
    hidden: bool
    makers: dict[str, Callable[[], Any]] | None = None

    @property
    def key(self) -> str:
        """Its name among the lab's tests, such as `hidden/test_conv2d.py::test_operations`."""
        return f"{HIDDEN if self.hidden else PUBLIC}/{self.marks.key}"


class Suite:
    """The pytest plugin that collects a lab's tests and runs each of them on a program.

    Args:
        assignment: The lab.
        points_must_add_up: Whether tests that are not worth what their exercise is are an error.

    Attributes:
        sums: Where they are not, a line each.
        tests: The tests in the lab's order, each exercise's public ones first.
    """

    def __init__(self, assignment: Assignment, *, points_must_add_up: bool = True) -> None:
        self._assignment = assignment
        self._strict = points_must_add_up
        self._names = [exercise.name for exercise in assignment.exercises]
        self._program: Program
        self._reference: Reference
        self._salt = ""
        self._check: Check | None = None
        self._error: BaseException | None = None
        self._failure: Exception | None = None
        self._current: Test
        self.problems: list[str] = []
        self.sums: list[str] = []
        self.tests: list[Test] = []

    def collect(self, then: Callable[[], None]) -> None:
        """Collect the tests and call `then` while they are loaded; raise SuiteError where they are not sound."""
        self._then = then
        folder = self._assignment.folder
        parts = [str(folder / part) for part in (PUBLIC, HIDDEN) if (folder / part).is_dir()]
        if not parts:
            raise SuiteError(f"{folder}: there is no folder {PUBLIC}/ or {HIDDEN}/ with tests")
        status = pytest.main([*_OPTIONS, f"--rootdir={folder}", *parts], plugins=[self])
        if self._failure is not None:
            raise self._failure
        if self.problems:
            raise SuiteError("; ".join(self.problems))
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise SuiteError(f"{folder}: pytest could not collect the tests ({status!s})")
        if not self.tests:
            raise SuiteError(f"{folder}: there are no tests in {PUBLIC}/ and {HIDDEN}/")

    def run(self, test: Test, program: Program, reference: Reference, salt: str) -> Ran:
        """Run one test on a program.

        Args:
            test: One of `tests`.
            program: What it runs on.
            reference: Gives the right values.
            salt: Seeds the test's inputs.
        """
        self._program, self._reference, self._salt = program, reference, salt
        self._current, self._check, self._error = test, None, None
        self._error = _error_of(test)
        if isinstance(self._error, StartError):  # the machine's fault: no result is better than a wrong one
            raise self._error
        check = self._check
        found = outcome(self._error, test.marks.points, check.awarded if check else None)
        seen = kept(evidence(found, check, self._error))
        _let_go(check, self._error)
        return Ran(found, seen)

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
            self.tests.append(Test(item, marks, item.path.parent.name == HIDDEN, makers_of(item, self)))
        self.tests.sort(key=lambda test: (self._names.index(test.marks.exercise), test.hidden))
        if not self.problems:
            self.problems += name_problems(self._assignment, self.tests)
            self.sums = points_problems(self._assignment, self.tests)
            self.problems += self.sums if self._strict else []

    def pytest_runtestloop(self) -> bool:
        if self.tests and not self.problems:
            try:
                self._then()
            except Exception as error:  # pytest would turn it into pages of its own
                self._failure = error
        return True

    # the fixtures that a test may ask for

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Return the test's source of random inputs, seeded by the submission."""
        return np.random.default_rng(marks_of.seed_of(self._current.marks.key, self._salt))

    @pytest.fixture
    def student(self) -> Any:
        """Return the program's names."""
        return self._fixtures()[0]

    @pytest.fixture
    def check(self) -> Check:
        """Return the comparison with the reference."""
        self._check = Check(self._expected, self._fixtures()[1], self._current.marks.points)
        return self._check

    def _expected(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._reference.expected(name, args, kwargs)

    def _fixtures(self) -> tuple[Any, Callable[..., Any]]:
        marks = self._current.marks
        seconds = marks.time_limit or self._assignment.limits.call_seconds
        return self._program.fixtures(self._assignment.exercise(marks.exercise), seconds)


def _error_of(test: Test) -> BaseException | None:
    """Run a test with its fixtures, and return what was raised first."""
    if test.makers is None:
        return _error_by_pytest(test.item)
    try:
        test.item.obj(**{name: make() for name, make in test.makers.items()})
    except (pytest.exit.Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        return error
    return None


def _error_by_pytest(item: pytest.Function) -> BaseException | None:
    """Run a test as pytest does, and return what was raised first; what comes after it is torn down all the same.

    pytest's own `runtestprotocol` also writes reports that nobody reads, at a third of the time.
    """
    raised: BaseException | None = None
    item._initrequest()  # noqa: SLF001 - as pytest does where an item is run again
    steps = (item.ihook.pytest_runtest_setup, item.ihook.pytest_runtest_call)
    try:
        for step in steps:
            step(item=item)
    except (pytest.exit.Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        raised = error
    try:
        item.ihook.pytest_runtest_teardown(item=item, nextitem=None)
    except (pytest.exit.Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        raised = raised or error
    item.funcargs = {}  # what the fixtures gave, tensors of the student's among it, is not kept until the end
    return raised


def _let_go(check: Check | None, error: BaseException | None) -> None:
    """Drop the values that a finished test saw: pytest's objects hold each other until the collector comes by."""
    if check is not None:
        check.events.clear()
    if error is not None:
        traceback.clear_frames(error.__traceback__)


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
    return problems


def name_problems(assignment: Assignment, tests: list[Test]) -> list[str]:
    """Return the names that two tests have."""
    keys = [test.key for test in tests]
    return [
        f"{assignment.folder / key}: two tests are called that" for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]


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
