"""Tables that tests record and a test run ends with: `record_property("table", [title, *lines])`."""

from __future__ import annotations

import pytest

_SHOWN = pytest.StashKey[bool]()


def show(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show each; with several processes of tests this runs in the one that gathers their reports."""
    reports = [each for found in terminalreporter.stats.values() for each in found]
    tables = [
        table
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, table in report.user_properties
        if name == "table"
    ]
    if tables and not config.stash.get(_SHOWN, False):
        config.stash[_SHOWN] = True
        for title, *lines in tables:
            terminalreporter.section(title)
            for line in lines:
                terminalreporter.line(line)
