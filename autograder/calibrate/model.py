"""From the accuracies of right programs to a threshold that a right program misses once in ten thousand gradings.

The model: the logarithm of the share of wrong answers is normally distributed over seeds. (The share itself is skewed:
a bad seed is further from the mean than a good one.) Its mean and variance are known only as well as the runs tell
them, so failing is averaged over what the runs leave open: the posterior under the usual reference prior, 1/variance.

A grading trains once, and once more with another seed where the first accuracy is below the threshold but not below
the floor, which is the threshold less the doubt. A right program fails where both runs are below the threshold, or
where the first is below the floor.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

FAILS = 1e-4
"""How often a grading of a right program may fail."""

_FLOOR_FAILS = FAILS / 10
"""The part of it that falls below the floor at once."""

FEWEST = 8
"""Fewer runs say too little about a tail."""

_DRAWS = 200_000
_STEPS, _DECIMALS = 1000, 3
"""A threshold is a number of thousandths."""


class CalibrationError(Exception):
    """The runs give no threshold; one line with what to do."""


@dataclass(frozen=True)
class Proposal:
    """What some runs of one right program come to.

    Attributes:
        count: of the runs.
        mean: of their test accuracies, which are shares in [0, 1].
        deviation: their standard deviation.
        lowest: of them.
        highest: of them.
        threshold: the accuracy that earns the points.
        doubt: how far below it a run is repeated with another seed.
        repeated: how often a grading of a right program is expected to be repeated.
        fails: how often it is expected to fail.
    """

    count: int
    mean: float
    deviation: float
    lowest: float
    highest: float
    threshold: float
    doubt: float
    repeated: float
    fails: float

    @property
    def floor(self) -> float:
        """The accuracy below which no second training is tried."""
        return round(self.threshold - self.doubt, _DECIMALS)


def propose(accuracies: Sequence[float]) -> Proposal:
    """Return the threshold and the doubt, each rounded down to a thousandth.

    Args:
        accuracies: one of each run of a right program, in (0, 1).

    Raises:
        CalibrationError: there are too few of them, they are all the same, or one of them is 0 or 1.
    """
    if len(accuracies) < FEWEST:
        raise CalibrationError(f"{len(accuracies)} runs are too few to see a spread, take {FEWEST} or more seeds")
    if min(accuracies) <= 0 or max(accuracies) >= 1:
        raise CalibrationError("a run got none or all of the test images right: nothing can be set by that")
    failing = _Failing([math.log(1 - accuracy) for accuracy in accuracies])
    threshold = _rounded_down(1 - math.exp(failing.where(FAILS - _FLOOR_FAILS, runs=2)))
    floor = _rounded_down(1 - math.exp(failing.where(_FLOOR_FAILS, runs=1)))
    above, below = math.log(1 - threshold), math.log(1 - floor)
    return Proposal(
        count=len(accuracies),
        mean=statistics.fmean(accuracies),
        deviation=statistics.stdev(accuracies),
        lowest=min(accuracies),
        highest=max(accuracies),
        threshold=threshold,
        doubt=round(threshold - floor, _DECIMALS),
        repeated=failing.often(above, runs=1),
        fails=failing.often(above, runs=2) + failing.often(below, runs=1),
    )


class _Failing:
    """How often values of a normal distribution lie above a bound, by what a sample tells of the distribution."""

    def __init__(self, sample: Sequence[float]) -> None:
        variance = statistics.variance(sample)
        if variance == 0:
            raise CalibrationError("all runs have the same accuracy: does the network depend on its seed at all?")
        count = len(sample)
        random = np.random.default_rng(0)
        variances = variance * (count - 1) / random.chisquare(count - 1, _DRAWS)
        means = statistics.fmean(sample) + np.sqrt(variances / count) * random.standard_normal(_DRAWS)
        self._means, self._deviations = torch.from_numpy(means), torch.from_numpy(np.sqrt(variances))

    def often(self, bound: float, *, runs: int) -> float:
        """Return how often so many runs of one program are all above the bound."""
        above: torch.Tensor = torch.special.ndtr((self._means - bound) / self._deviations)
        return float(above.pow(runs).mean())

    def where(self, often: float, *, runs: int) -> float:
        """Return the bound that they are above so often."""
        low, high = -100.0, 100.0  # no share of wrong answers is near e^-100, and none is above 1
        while high - low > 1e-9:
            middle = (low + high) / 2
            low, high = (middle, high) if self.often(middle, runs=runs) > often else (low, middle)
        return high


def _rounded_down(share: float) -> float:
    if share <= 0:
        raise CalibrationError("the runs lie too far apart for any threshold: train longer, or take more seeds")
    return math.floor(share * _STEPS) / _STEPS
