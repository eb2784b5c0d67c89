"""What students and graders read in nbgrader of an exercise's results; nothing here knows more than the results say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.course.front_end import tests_of

if TYPE_CHECKING:
    from autograder.report.results import Results, TestResult

CHARACTERS, LINES = 50_000, 500
"""What is kept of a cell's text; nbgrader itself cuts at 1,000 lines."""

_COMMENT_LINES = 20


def points(results: Results, exercise: str, worth: float) -> float:
    """Return the points of an exercise: never more than it is worth, as a sum of fractions may be by a hair."""
    return min(round(sum(test.score or 0.0 for test in tests_of(results, exercise)), 9), worth)


def text(results: Results, exercise: str, worth: float) -> str:
    """Return what stands below the tests of an exercise: its points, its tests, and what they say.

    What is to be known of the whole submission stands below the first exercise, and below all where there are no tests.
    """
    tests = tests_of(results, exercise)
    first = not results.tests or results.tests[0].tags[:1] == (exercise,)
    shown = [test for test in tests if test.visibility != "hidden"]
    lines = [f"{exercise}: {points(results, exercise, worth):g} of {worth:g} points"]
    heads = [_head(test) for test in shown]
    width = max(map(len, heads), default=0)
    for head, test in zip(heads, shown, strict=True):
        lines.append(f"  {head:<{width}}  {_title(test)}")
        lines += [] if test.status == "passed" else [f"      {line}".rstrip() for line in test.output.splitlines()]
    if len(shown) < len(tests):
        lines.append(f"  and {len(tests) - len(shown)} more that are not shown")
    if first and results.output:
        lines += ["", results.output]
    return _cut("\n".join(lines), LINES)


def comment(results: Results, exercise: str, worth: float) -> str | None:
    """Return the comment on an answer, in Markdown: what the first failed test says; None where all passed.

    The words of a student's program, which an error repeats, stand in a block of code: no HTML of theirs is shown.
    """
    failed = [test for test in tests_of(results, exercise) if test.visibility != "hidden" and test.status == "failed"]
    if results.tests and points(results, exercise, worth) == worth:
        return None
    head = f"{points(results, exercise, worth):g} of {worth:g} points."
    said = _said(failed[0]) if failed else results.output if not results.tests else ""
    if not said:
        return head
    more = [f"Below the tests there {'is' if len(failed) == 2 else 'are'} {len(failed) - 1} more."] * (len(failed) > 1)
    block = "\n".join(f"    {line}" for line in _cut(said, _COMMENT_LINES).splitlines())
    return "\n\n".join([head, block, *more])


def _said(test: TestResult) -> str:
    return f"{_title(test)}\n{test.output}".rstrip()


def _title(test: TestResult) -> str:
    return test.name.partition(": ")[2]


def _head(test: TestResult) -> str:
    return "not run" if test.score is None or test.max_score is None else f"{test.score:g} of {test.max_score:g}"


def _cut(told: str, lines: int) -> str:
    kept = "\n".join(told[:CHARACTERS].splitlines()[:lines])
    return kept if kept == "\n".join(told.splitlines()) else f"{kept}\n... the rest was cut off"
