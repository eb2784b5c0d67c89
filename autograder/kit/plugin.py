"""The kit's pytest plugin: fixtures on the student's own files, and a table in place of tracebacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from . import marks as marks_of
from . import table
from .check import Check, Expected
from .errors import AuthorError, StudentError
from .local import LocalStudent, probe
from .marks import Marks, read_marks
from .outcomes import DONE, NOT_BEGUN, Outcome, outcome
from .snapshot import fingerprint, from_json

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
                f"the stored answer of {name} is for other inputs. Are the files in tests/ as they came? "
                f"If so, this NumPy ({np.__version__}) draws other random numbers: install the one of requirements.txt"
            )
        return from_json(entry["value"])

    return expected


class KitPlugin:
    """One run of the kit's tests.

    Args:
        folder: The kit's folder, where the student's files are.
        lab: The lab's facts, as in `lab.json`.
        expected: The snapshot: for each test's key the values that its checks compare with.
    """

    def __init__(self, folder: Path, lab: dict[str, Any], expected: dict[str, list[Any]]) -> None:
        self._folder = folder
        self._lab = lab
        self._expected = expected
        self._names = [entry["name"] for entry in lab["exercises"]]
        self.results: list[tuple[Marks, Outcome]] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        for line in marks_of.MARKERS:
            config.addinivalue_line("markers", line)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if isinstance(item, pytest.Function):
                item.stash[_MARKS] = read_marks(item, self._names)
                item.extra_keyword_matches.add(item.stash[_MARKS].exercise)
        items.sort(
            key=lambda item: self._names.index(item.stash[_MARKS].exercise) if _MARKS in item.stash else -1
        )

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return the test's source of random inputs: the same on every run."""
        return np.random.default_rng(marks_of.seed_of(request.node.stash[_MARKS].key, marks_of.KIT_SALT))

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> LocalStudent:
        """Return the student's names."""
        torch.manual_seed(0)
        made = LocalStudent(self._folder, self._lab, request.node.stash[_MARKS].exercise)
        request.node.stash[_STUDENT] = made
        return made

    @pytest.fixture
    def check(self, request: pytest.FixtureRequest) -> Check:
        """Return the comparison with the snapshot."""
        found: Marks = request.node.stash[_MARKS]
        made = Check(snapshot_of(self._expected.get(found.key, [])), probe, found.points)
        request.node.stash[_CHECK] = made
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        report = yield
        if call.when == "call" and _MARKS in item.stash:
            error = call.excinfo.value if call.excinfo else None
            student = item.stash.get(_STUDENT, None)
            if (
                error is not None
                and not isinstance(error, StudentError)
                and student
                and student.concerns(error)
            ):
                error = student.translate(error)
            check = item.stash.get(_CHECK, None)
            result = outcome(error, item.stash[_MARKS].points, check.awarded if check else None)
            self.results.append((item.stash[_MARKS], result))
            if result.state != DONE:
                report.outcome = "failed"
        return report

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        if report.when != "call" or not self.results:
            return None
        state = self.results[-1][1].state
        if report.passed:
            return "passed", ".", "DONE"
        return ("failed", "-", "NOT BEGUN") if state == NOT_BEGUN else ("failed", "x", "WRONG")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        for found, result in self.results:
            if result.message and result.state != NOT_BEGUN:
                terminalreporter.section(f"{found.exercise}: {found.title}", sep="-", bold=True)
                write(result.message)
        made = table.rows(self._lab["exercises"], self.results)
        if made:
            terminalreporter.section(self._lab["title"], sep="=", bold=True)
            for line in table.lines(made, self._lab["exercises"]):
                write(line)


def load(folder: Path) -> KitPlugin:
    """Return the plugin for the kit in `folder`, with the facts and values that the release wrote."""
    support = folder / "support"
    lab = json.loads((support / "lab.json").read_text(encoding="utf-8"))
    expected = json.loads((support / "expected.json").read_text(encoding="utf-8"))
    return KitPlugin(folder, lab, expected)
