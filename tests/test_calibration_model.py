"""From runs to a threshold: what it promises is held against gradings that are drawn from the model."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.calibrate.model import FAILS, FEWEST, CalibrationError, propose


def runs(count, mean=0.84, spread=0.06, seed=0):
    """Accuracies whose logarithms of errors are normally distributed."""
    draws = np.random.default_rng(seed).normal(math.log(1 - mean), spread, count)
    return [float(1 - math.exp(draw)) for draw in draws]


def test_a_proposal_says_what_the_runs_were():
    found = propose([0.80, 0.82, 0.84, 0.86, 0.80, 0.82, 0.84, 0.86])
    assert (found.count, found.lowest, found.highest) == (8, 0.80, 0.86)
    assert found.mean == pytest.approx(0.83)
    assert found.deviation == pytest.approx(0.0239, abs=1e-4)


def test_a_threshold_is_in_thousandths_and_the_floor_is_the_doubt_below_it():
    found = propose(runs(40))
    assert round(found.threshold, 3) == found.threshold
    assert found.floor == pytest.approx(found.threshold - found.doubt)
    assert 0 < found.floor < found.threshold < found.mean


def test_a_right_answer_fails_at_most_as_often_as_promised():
    """Labs are calibrated by 40 runs each, and graded by the model that the runs came from: the mean rate counts."""
    failed = []
    for seed in range(30):
        found = propose(runs(40, seed=seed))
        first, second = 1 - np.exp(np.random.default_rng(seed).normal(math.log(0.16), 0.06, (2, 300_000)))
        below = first < found.threshold
        failed.append(((below & (second < found.threshold)) | (first < found.floor)).mean())
    assert np.mean(failed) < 1.5 * FAILS


def test_what_is_said_of_failing_and_repeating_is_the_model_s():
    found = propose(runs(2000, seed=1))
    first, second = 1 - np.exp(np.random.default_rng(2).normal(math.log(0.16), 0.06, (2, 2_000_000)))
    assert (first < found.threshold).mean() == pytest.approx(found.repeated, rel=0.2)
    both = (first < found.threshold) & (second < found.threshold) | (first < found.floor)
    assert both.mean() == pytest.approx(found.fails, rel=0.5)


def test_fewer_runs_leave_more_room():
    assert propose(runs(8)).threshold < propose(runs(8) * 5).threshold


@settings(deadline=None, max_examples=20)
@given(st.floats(0.3, 0.98), st.floats(0.01, 0.1), st.integers(8, 60), st.integers(0, 99))
def test_no_proposal_promises_less_than_it_should(mean, spread, count, seed):
    accuracies = runs(count, mean, spread, seed)
    try:
        found = propose(accuracies)
    except CalibrationError as error:
        assert "lie too far apart" in str(error)  # noqa: PT017 - or it is a proposal
        return
    assert found.fails <= FAILS
    assert found.threshold <= found.mean


@pytest.mark.parametrize(
    ("accuracies", "said"),
    [
        (runs(FEWEST - 1), "7 runs are too few to see a spread"),
        ([0.8] * 10, "all runs have the same accuracy"),
        ([*runs(10), 1.0], "a run got none or all of the test images right"),
        ([0.1, 0.9] * 5, "the runs lie too far apart for any threshold"),
    ],
    ids=["few", "same", "all", "apart"],
)
def test_runs_that_give_no_threshold_are_told(accuracies, said):
    with pytest.raises(CalibrationError, match=said):
        propose(accuracies)
