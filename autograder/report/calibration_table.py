"""A calibration on the terminal: how the accuracies lie, and the threshold that follows."""

from __future__ import annotations

import math
import statistics
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from autograder.safe_text import for_terminal

if TYPE_CHECKING:
    from autograder.calibrate.findings import Calibrated
    from autograder.calibrate.runs import Run

_WIDTH = 0.005
"""Of a bar, as a share of the test images."""


def print_calibration(console: Console, title: str, found: Calibrated) -> None:
    """Print what was found.

    Args:
        console: Where to.
        title: Of the lab and its profile.
        found: The calibration.
    """
    proposal = found.proposal
    for line in [
        Text(for_terminal(title), style="bold"),
        Text(
            f"{proposal.count} runs of {for_terminal(whose(found.program))}: mean {proposal.mean:.4f}, "
            f"standard deviation {proposal.deviation:.4f}, {proposal.lowest:.4f} to {proposal.highest:.4f}"
        ),
        *_bars(found.decisive, proposal.threshold, proposal.floor),
        *_others(found),
        Text(""),
        Text(f"threshold {proposal.threshold:.3f}", style="bold"),
        Text(
            f"  A run below it and not below {proposal.floor:.3f} (doubt {proposal.doubt:.3f}) is repeated with "
            f"another seed: {_often(proposal.repeated)} gradings of a right answer."
        ),
        Text(
            f"  A right answer fails in {_often(proposal.fails)} gradings, by the model: the logarithm of the share of "
            "wrong answers is normally distributed over seeds, its mean and variance known as well as these runs tell."
        ),
    ]:
        console.print(line, soft_wrap=True)
    for run in found.failing:
        text = f"accepted/{run.program} reaches only {run.accuracies[-1]:.4f} with seed {run.seed}: it would fail"
        console.print(Text(for_terminal(text), style="bold red"), soft_wrap=True)


def _bars(accuracies: list[float], threshold: float, floor: float) -> list[Text]:
    """Draw a histogram from the lowest on, with the threshold and the floor where they lie."""
    places = [math.floor(accuracy / _WIDTH + 1e-9) for accuracy in accuracies]
    marks = {math.floor(threshold / _WIDTH + 1e-9): "threshold", math.floor(floor / _WIDTH + 1e-9): "floor"}
    lines = []
    for place in range(min([*places, *marks]), max(places) + 1):
        mark = f"  <- {marks[place]}" if place in marks else ""
        count = places.count(place)
        lines.append(Text(f"  {place * _WIDTH:.3f} {'#' * count}{mark}".rstrip(), style="" if count else "dim"))
    return lines


def _others(found: Calibrated) -> list[Text]:
    if not found.others:
        return []
    below = len(found.repeated)
    lines = [Text(f"{len(found.others)} runs of other right answers, {below} below the threshold:")]
    by_program = sorted(found.others, key=_program)
    for program, runs in groupby(by_program, _program):
        values = [run.accuracies[-1] for run in runs]
        mean, name = statistics.fmean(values), for_terminal(whose(program))
        lines.append(Text(f"  {mean:.4f}, lowest {min(values):.4f}, {name} ({len(values)})"))
    return lines


def _program(run: Run) -> str:
    return run.program


def whose(program: str) -> str:
    """Name a program as a reader of the lab finds it."""
    return "the reference" if program == "reference" else f"accepted/{program}"


def _often(share: float) -> str:
    return f"1 in {round(1 / share):,}" if share > 0 else "none of the"
