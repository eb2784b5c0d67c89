"""The line that a test run ends with for each combination of layers: how many attacks were tried and succeeded."""

from __future__ import annotations

from collections import Counter

import pytest

_SHOWN = pytest.StashKey[bool]()


def lines(reports: list[pytest.TestReport]) -> list[str]:
    """Return a line for each combination, from what its tests recorded."""
    facts = [fact for report in reports for name, fact in report.user_properties if name == "attack"]
    combinations = dict.fromkeys((fact["name"], ", ".join(fact["layers"])) for fact in facts)
    return [_line(name, layers, [fact for fact in facts if fact["name"] == name]) for name, layers in combinations]


def _line(name: str, layers: str, facts: list[dict[str, bool]]) -> str:
    counts = Counter((fact["twin"], fact["bad"]) for fact in facts)
    attacks, succeeded = counts[False, False] + counts[False, True], counts[False, True]
    twins, hurt = counts[True, False] + counts[True, True], counts[True, True]
    return f"{name} ({layers}): {attacks} attacks tried, {succeeded} succeeded; {twins} twins graded, {hurt} hurt"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the lines; with several processes of tests this runs in the one that gathers their reports."""
    reports = [
        report
        for found in terminalreporter.stats.values()
        for report in found
        if isinstance(report, pytest.TestReport) and report.when == "call"
    ]
    shown = sorted(lines(reports))
    if shown and not config.stash.get(_SHOWN, False):  # the hook may stand in more than one conftest.py
        config.stash[_SHOWN] = True
        terminalreporter.section("attacks")
        for line in shown:
            terminalreporter.line(line)
