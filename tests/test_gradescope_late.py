"""Where a training run does not end in time, the tests alone are graded: something is better than nothing."""

import threading
import time
from pathlib import Path

import pytest
from labs import LABS

from autograder.course import gradescope
from autograder.report.results import Results, TestResult, not_graded

CNN = LABS["cnn"]
TESTS = Results(output="Two notes.", tests=(TestResult(name="one", score=1.0, max_score=2.0),))


@pytest.fixture
def graded(monkeypatch):
    """Grades with something in the place of the real grading, in so many seconds; gives what that was asked."""

    def run(instead, seconds):
        asked = []

        def grade(project, assignment, path, place, left, *, training):
            asked.append((left, training))
            return instead() if training else TESTS

        monkeypatch.setattr(gradescope, "_grade", grade)
        arguments = (None, CNN, Path(), gradescope.Place(Path()), time.monotonic() + seconds)
        found = gradescope._with_training(*arguments)
        return found or gradescope._without_training(*arguments), asked

    return run


def test_a_grading_in_time_stands(graded):
    found, asked = graded(lambda: TESTS, 100)
    assert found == TESTS
    assert [training for _, training in asked] == [True]


def test_one_that_does_not_end_is_ended_with_time_for_another(graded):
    found, asked = graded(threading.Event().wait, 0.5)
    assert found.tests == TESTS.tests
    assert found.output.startswith("The training run did not end in time, so its points are missing here")
    assert found.output.endswith("Two notes.")
    assert [training for _, training in asked] == [True, False]
    assert asked[1][0] < 0.2


def test_one_whose_grader_ran_out_of_time_is_graded_again(graded):
    def late():
        time.sleep(0.3)  # what is tested is how long it took
        return not_graded("the grader ended before it had a result")

    found, _ = graded(late, 0.7)
    assert found.tests == TESTS.tests


def test_one_that_cannot_be_graded_at_all_is_not_tried_again(graded):
    broken = not_graded("the zip is broken")
    assert graded(lambda: broken, 100)[0] == broken
