"""The kit's pytest plugin: fixtures on the student's own files, and a table in place of tracebacks."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from . import marks as marks_of
from . import table
from .check import Check
from .errors import AuthorError, StudentError
from .evidence import Evidence, evidence
from .hints import hint_for
from .local import LocalStudent, probe
from .marks import Marks, read_marks
from .outcomes import DONE, NOT_BEGUN, Outcome, outcome
from .snapshot import fingerprint, from_json

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from .check import Expected

_MARKS = pytest.StashKey[Marks]()
_CHECK = pytest.StashKey[Check]()
_STUDENT = pytest.StashKey[LocalStudent]()


def snapshot_of(stored: list[Any]) -> Expected:
    """Give the stored values one after another, as the test asks for them."""
    entries = iter(stored)

    def expected(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        entry = next(entries, None)
        if entry is None or entry["inputs"] != fingerprint(args, kwargs):
            raise AuthorError(
                f"the stored answer of {name} is for other inputs. Are the files in tests/ and support/ as "
                f"they came? If they are, this NumPy ({np.__version__}) draws other random numbers than the one "
                "that the kit was made with: try another version."
            )
        return from_json(entry["value"])

    return expected


class KitPlugin:
    """One run of the kit's tests.

    A test without points is one that the student added: it runs as in any project, and is not in the table.

    Args:
        folder: The kit's folder, where the student's files are.
        lab: The lab's facts, as in `lab.json`.
        expected: The snapshot: for each test's key the values that its checks compare with.
        hints: The mistakes that are known, by exercise.

    Attributes:
        results: Each finished test of the lab with its outcome.
    """

    def __init__(
        self,
        folder: Path,
        lab: dict[str, Any],
        expected: dict[str, list[Any]],
        hints: dict[str, list[dict[str, Any]]] | None = None,
    ) -> None:
        self._folder = folder
        self._lab = lab
        self._expected = expected
        self._hints = hints or {}
        self._seen: dict[str, dict[str, Evidence]] = {}
        self._names = [entry["name"] for entry in lab["exercises"]]
        self._states: dict[str, str] = {}
        self.results: list[tuple[Marks, Outcome]] = []

    # pytest's hooks

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the markers of a lab's tests, and keep figures from opening windows."""
        os.environ.setdefault("MPLBACKEND", "Agg")
        for line in marks_of.MARKERS:
            config.addinivalue_line("markers", line)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the tests' marks and put them into the lab's order."""
        for item in items:
            if isinstance(item, pytest.Function) and item.get_closest_marker("points") is not None:
                item.stash[_MARKS] = read_marks(item, self._names)
                item.extra_keyword_matches.add(item.stash[_MARKS].exercise)
        items.sort(key=lambda item: self._names.index(item.stash[_MARKS].exercise) if _MARKS in item.stash else -1)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note what came of a test of the lab."""
        report = yield
        if call.when == "call" and _MARKS in item.stash:
            marks = item.stash[_MARKS]
            error = self._error(item, call.excinfo.value if call.excinfo else None)
            check = item.stash.get(_CHECK, None)
            result = outcome(error, marks.points, check.awarded if check else None)
            self.results.append((marks, result))
            self._seen.setdefault(marks.exercise, {})[marks.key] = evidence(result, check, error)
            self._states[item.nodeid] = result.state
            report.outcome = "passed" if result.state == DONE else "failed"
        return report

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Give the test's letter in the line of progress."""
        state = self._states.get(report.nodeid)
        if state is None or report.when != "call":
            return None
        if state == DONE:
            return "passed", ".", "DONE"
        return ("failed", "-", "NOT BEGUN") if state == NOT_BEGUN else ("failed", "x", "WRONG")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write what differs, test by test, and the table."""
        for title, text in [*self._messages(), *self._of_other_tests(terminalreporter)]:
            terminalreporter.section(title, sep="-", bold=True)
            terminalreporter.write_line(text)
        made = table.rows(self._lab["exercises"], self.results)
        if made:
            terminalreporter.section(self._lab["title"], sep="=", bold=True)
            for line in table.lines(made, self._lab["exercises"], self.place):
                terminalreporter.write_line(line)

    # what is another thing in a notebook

    place = staticmethod(table.in_files)

    def program(self, exercise: str) -> LocalStudent:
        """Return the student's names for the tests of one exercise."""
        return LocalStudent(self._folder, self._lab, exercise)

    # the fixtures that a test may ask for

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return the test's source of random inputs: the same on every run."""
        return np.random.default_rng(marks_of.seed_of(self._marks(request).key, marks_of.KIT_SALT))

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> LocalStudent:
        """Return the student's names."""
        torch.manual_seed(0)
        made = self.program(self._marks(request).exercise)
        request.node.stash[_STUDENT] = made
        return made

    @pytest.fixture
    def check(self, request: pytest.FixtureRequest) -> Check:
        """Return the comparison with the snapshot."""
        marks = self._marks(request)
        made = Check(snapshot_of(self._expected.get(marks.key, [])), probe, marks.points)
        request.node.stash[_CHECK] = made
        return made

    def _marks(self, request: pytest.FixtureRequest) -> Marks:
        """Return the test's marks; a test that the student added has none and gets a message."""
        if _MARKS not in request.node.stash:
            name = request.fixturename
            pytest.fail(
                f"`{name}` is for the tests of the lab: import what you test, and make its inputs",
                pytrace=False,
            )
        marks: Marks = request.node.stash[_MARKS]
        return marks

    def _error(self, item: pytest.Item, error: BaseException | None) -> BaseException | None:
        student = item.stash.get(_STUDENT, None)
        # A call of `student.name` gives StudentErrors; the objects that it made raise what they raise.
        if error is not None and student and not isinstance(error, StudentError) and student.concerns(error):
            return student.translate(error)
        return error

    def _messages(self) -> list[tuple[str, str]]:
        """Return each message with the test that it is of; the same one is shown once."""
        told: dict[str, list[Marks]] = {}
        for marks, result in self.results:
            if result.message and result.state != NOT_BEGUN:
                told.setdefault(result.message, []).append(marks)
        found = [(marks[0].exercise, marks[0].title, text + _likewise(len(marks) - 1)) for text, marks in told.items()]
        last = {exercise: title for exercise, title, _ in found}
        return [
            (f"{exercise}: {title}", text + (self._hint(exercise) if last[exercise] == title else ""))
            for exercise, title, text in found
        ]

    def _hint(self, exercise: str) -> str:
        """Return what helps with an exercise's mistake, to stand below its last message.

        The hint where the mistake is a known one, else the exercises that it builds on and that are not done.
        """
        if hint := hint_for(self._hints.get(exercise, []), self._seen[exercise]):
            return f"\n\nHint: {hint}"
        (entry,) = (entry for entry in self._lab["exercises"] if entry["name"] == exercise)
        missed = {marks.exercise for marks, result in self.results if result.state != DONE}
        first = [f"`{name}`" for name in entry.get("builds_on", ()) if name in missed]
        if not first:
            return ""
        listed = " and ".join(filter(None, [", ".join(first[:-1]), first[-1]]))
        return f"\n\n`{exercise}` may use {listed}, which you have not done yet: begin there."

    def _of_other_tests(self, reporter: pytest.TerminalReporter) -> list[tuple[str, str]]:
        """Return pytest's own text for what else failed, such as a test file that it could not import."""
        failed = [report for kind in ("failed", "error") for report in reporter.stats.get(kind, [])]
        return [(report.nodeid, report.longreprtext) for report in failed if report.nodeid not in self._states]


def load(folder: Path) -> KitPlugin:
    """Return the plugin for the kit in `folder`, with the facts and values that the release wrote."""
    return KitPlugin(folder, *facts(folder))


def facts(folder: Path) -> tuple[dict[str, Any], dict[str, list[Any]], dict[str, list[dict[str, Any]]]]:
    """Return what the release wrote into the kit in `folder`: the lab's facts, the snapshot, the known mistakes."""
    lab, expected, hints = (
        json.loads((folder / "support" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("lab", "expected", "hints")
    )
    return lab, expected, hints


def _likewise(others: int) -> str:
    if not others:
        return ""
    return f"\n(the same in {others} more {'test' if others == 1 else 'tests'})"
