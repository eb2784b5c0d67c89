"""Gradescope's leaderboard: the accuracy of the student's own network, and of no other."""

import json

import pytest
from gradescope_places import SCHEMA
from jsonschema import validate
from labs import LABS

from autograder.course.gradescope import _leaderboard
from autograder.report.results import Results, TestResult

CNN = LABS["cnn"]


def results(accuracy=0.8412345, *, public="passed", hidden="passed"):
    """The results of a lab with training: a public and a hidden test of the network, and the threshold."""
    facts = {"hidden": False} if accuracy is None else {"hidden": False, "test_accuracy": accuracy}
    network = CNN.training.network
    return Results(
        tests=(
            TestResult(name="network", status=public, tags=(network,), extra_data={"hidden": False}),
            TestResult(name="network", status=hidden, tags=(network,), extra_data={"hidden": True}),
            TestResult(name="accuracy", tags=("accuracy_threshold",), extra_data=facts),
        )
    )


def test_it_shows_the_trained_networks_accuracy_the_highest_first():
    found = results().model_copy(update={"leaderboard": _leaderboard(results(), CNN)})
    plain = json.loads(found.to_json())
    validate(plain, SCHEMA)
    assert plain["leaderboard"] == [{"name": "test accuracy", "value": 0.8412, "order": "desc"}]


def test_a_hidden_mistake_found_after_the_training_does_not_remove_it():
    assert _leaderboard(results(hidden="failed"), CNN) is not None


@pytest.mark.parametrize(
    "found",
    [results(None), results(public="failed"), results(1.0)],
    ids=["not measured", "the reference's network", "not plausible"],
)
def test_nothing_is_shown_without_an_accuracy_of_the_students_own(found):
    assert _leaderboard(found, CNN) is None
