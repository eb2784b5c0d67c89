"""A class in a few lines: how it did, what took long, and what could not be graded."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

from autograder.report.row import Row

_BARS = 10
_WIDTH = 40
_SLOWEST = 3
_SLOW_SECONDS = 5.0
"""What is graded in less is nobody's concern."""


def summary(graded: Sequence[Row], seconds: Mapping[str, float], known: int) -> list[str]:
    """Return the lines.

    Args:
        graded: The submissions.
        seconds: How long the grading of some of them took.
        known: How many had results from before.
    """
    totals = [row.total for row in graded if row.total is not None]
    lines = [_counts(len(graded), len(totals), known)]
    if len(totals) > 1:
        worth = max(sum(each.worth for each in row.points) for row in graded)
        spread = statistics.stdev(totals)
        lines.append(
            f"points of {worth:g}: mean {statistics.mean(totals):.1f}, median {statistics.median(totals):g}, "
            f"standard deviation {spread:.1f}, from {min(totals):g} to {max(totals):g}"
        )
        lines += _distribution(totals, worth)
    slow = sorted(((taken, name) for name, taken in seconds.items() if taken > _SLOW_SECONDS), reverse=True)
    if slow:
        lines.append("slowest: " + ", ".join(f"{name} {taken:.0f} s" for taken, name in slow[:_SLOWEST]))
    return lines


def _counts(all_of_them: int, graded: int, known: int) -> str:
    parts = [f"{graded} graded"]
    if known:
        parts[0] += f", {known} of them before and unchanged since"
    if graded < all_of_them:
        parts.append(f"{all_of_them - graded} could not be")
    return "; ".join(parts)


def _distribution(totals: Sequence[float], worth: float) -> list[str]:
    """Return a bar for each tenth of the points; points above, which a bonus gives, are in the last."""
    if not worth or len(totals) < _BARS:
        return []
    counts = Counter(min(int(total / worth * _BARS), _BARS - 1) for total in totals)
    scale = min(1.0, _WIDTH / max(counts.values()))
    lines = []
    for number in range(_BARS):
        low, high = (worth * edge / _BARS for edge in (number, number + 1))
        bar = "█" * max(round(counts[number] * scale), counts[number] > 0)
        lines.append(f"  {low:5.4g} to {high:<5.4g} {counts[number]:4d}  {bar}".rstrip())
    return lines
