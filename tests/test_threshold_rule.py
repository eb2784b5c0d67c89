"""Which accuracy earns the points, when a run is repeated, and what is said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from autograder.assignment import load
from autograder.grader import threshold
from autograder.grader.exam import Answers
from autograder.grader.order import Order
from autograder.grader.session import OutOfTime
from autograder.grader.threshold import Threshold
from autograder.grader.trained import Epoch, Trained
from autograder.kit.errors import Raised, TimedOut
from autograder.kit.outcomes import DONE, NOT_BEGUN, WRONG

CNN = load(Path(__file__).parents[1] / "assignments" / "cnn")
PROFILE = dataclasses.replace(CNN.training.profiles["cpu"], threshold=0.8, doubt=0.03)
LAB = dataclasses.replace(CNN, training=dataclasses.replace(CNN.training, profiles={"cpu": PROFILE}))
ALL_DONE = {exercise.name: DONE for exercise in CNN.exercises}


def trained(accuracy, lent=""):
    """A run of a right network that came to this accuracy."""
    logits = torch.randn(200, 10, generator=torch.Generator().manual_seed(0))
    answers = Answers(logits, logits[:100], torch.randn(5, 10, generator=torch.Generator().manual_seed(1)))
    return Trained([Epoch(0.4, [0.6, 0.4], 0.8, accuracy, answers, True)], (0.0, 1.0), 4, False, lent)


@pytest.fixture
def judge(monkeypatch):
    """Judges runs that come to these accuracies, or raise these errors, one after another."""

    def judge(*runs, states=ALL_DONE, hints=None):
        class Run:
            def __init__(self, *_):
                self.found = runs[_[-1]]

            def has_network(self):
                return True

            def train(self, *, own_network, own_data):
                if isinstance(self.found, Exception):
                    raise self.found
                lent = "" if own_network and own_data else "FMNISTDataset" if own_network else "make_cnn"
                return trained(self.found, lent)

        monkeypatch.setattr(threshold, "TrainingRun", Run)
        check = Threshold(None, LAB, None, None, Order("s", "5a" * 32, (), "cpu", 1))
        return check.judge(states, hints or {})

    return judge


@pytest.mark.parametrize(("accuracy", "state"), [(0.8, DONE), (0.95, DONE), (0.7699, WRONG), (1.0, WRONG)])
def test_the_threshold_is_reached_or_it_is_not(judge, accuracy, state):
    found, _ = judge(accuracy)
    assert (found.state, found.score) == (state, CNN.training.points if state == DONE else 0)


def test_all_right_is_not_plausible(judge):
    assert judge(1.0)[0].message.endswith("Every one of the images right is not plausible: no points.")


@pytest.mark.parametrize(("again", "state"), [(0.81, DONE), (0.79, WRONG), (0.5, WRONG)])
def test_a_run_in_doubt_is_repeated_and_the_better_one_counts(judge, again, state):
    found, facts = judge(0.78, again)
    assert found.state == state
    assert facts["runs"] == [0.78, again]
    assert facts["test_accuracy"] == max(0.78, again)


def test_a_run_that_was_repeated_says_so(judge):
    assert judge(0.78, 0.81)[0].message == (
        "Test accuracy 0.8100 after 1 epoch of 20,000 images (cpu); the threshold is 0.8. "
        "It was trained twice, with two seeds, since the first run's accuracy, 0.7800, is less than 0.03 below the "
        "threshold, which may be bad luck; the better run counts."
    )


def test_the_floor_is_still_in_doubt(judge):
    assert judge(0.77, 0.81)[0].state == DONE


@pytest.mark.parametrize("error", [TimedOut(600.0), Raised("ValueError: mine")], ids=["time", "error"])
def test_a_repeat_that_does_not_end_leaves_the_first_run(judge, error):
    found, facts = judge(0.78, error)
    assert (found.state, facts["test_accuracy"]) == (WRONG, 0.78)
    assert "runs" not in facts


@pytest.mark.parametrize("error", [TimedOut(600.0), OutOfTime()], ids=["one request", "the whole training"])
def test_a_training_that_takes_too_long_is_told(judge, error):
    found, facts = judge(error)
    assert found.message.startswith("The training did not end within 600 s, many times what the reference takes.")
    assert facts["profile"] == "cpu"


def test_the_student_s_own_error_is_the_message(judge):
    assert judge(Raised("ValueError: mine"))[0].message == "ValueError: mine"


def test_what_breaks_the_loop_otherwise_shows_nothing_of_ours(judge):
    assert judge(RuntimeError("/secret/path"))[0].message == "The training could not use your answer."


def test_what_is_lent_is_told_with_the_hint_for_the_student_s_own(judge):
    states = {**ALL_DONE, "FMNISTDataset": WRONG}
    found, _ = judge(0.85, states=states, hints={"FMNISTDataset": "Which range?"})
    assert found.message.endswith(
        "Your `FMNISTDataset` failed its tests, so the reference's was used here. A hint for yours: Which range?"
    )


def test_the_profile_and_its_budget_stand_in_the_facts(judge):
    _, facts = judge(0.85)
    expected = {"profile": "cpu", "device": "cpu", "images": 20000, "epochs": 1, "threshold": 0.8, "steps": "eager"}
    assert {key: facts[key] for key in expected} == expected


def test_a_network_that_is_not_begun_is_not_wrong(judge):
    found, _ = judge(states={**ALL_DONE, "make_cnn": NOT_BEGUN})
    assert (found.state, found.message) == (NOT_BEGUN, "`make_cnn` is not begun.")
