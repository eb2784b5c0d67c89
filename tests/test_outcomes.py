"""A finished test has a state, points, a message for the student, and one that tells nothing of a hidden test."""

import pytest

from autograder.kit.errors import AuthorError, NotBegun, Raised, WrongAnswer
from autograder.kit.outcomes import DONE, NOT_BEGUN, PARTLY, WRONG, Outcome, outcome


def test_a_test_that_ends_is_done():
    assert outcome(None, 2.0, None) == Outcome(DONE, 2.0, "", "")


@pytest.mark.parametrize(("score", "state"), [(2.0, DONE), (0.5, PARTLY), (0.0, WRONG)])
def test_partial_credit_has_its_message(score, state):
    assert outcome(None, 2.0, (score, "1 of 4")) == Outcome(state, score, "1 of 4", "")


def test_a_test_that_fails_gives_no_partial_credit():
    found = outcome(WrongAnswer("yours is 4, expected 5"), 2.0, (1.0, "1 of 2"))

    assert found == Outcome(WRONG, 0.0, "yours is 4, expected 5", "The answer is not right.")


def test_a_stub_is_not_begun():
    assert outcome(NotBegun("conv2d"), 2.0, None) == Outcome(NOT_BEGUN, 0.0, "`conv2d` is not begun.", "Not begun.")


def test_an_exercise_that_calls_a_stub_is_wrong():
    assert outcome(NotBegun("pad2d", "conv2d"), 2.0, None).state == WRONG


def test_the_text_of_an_exception_is_not_public():
    found = outcome(Raised("ValueError: 42", "ValueError", "42"), 2.0, None)

    assert found == Outcome(WRONG, 0.0, "ValueError: 42", "The program raised an exception.")


def test_an_authors_mistake_says_so():
    text = "This test cannot judge your answer: check.award(3): this test is worth 2 points"

    found = outcome(AuthorError("check.award(3): this test is worth 2 points"), 2.0, None)

    assert found == Outcome(WRONG, 0.0, text, text)


@pytest.mark.parametrize(
    ("error", "message"), [(AssertionError("4 == 5"), "4 == 5"), (AssertionError(), "The answer is not right.")]
)
def test_a_bare_assert_of_a_test(error, message):
    assert outcome(error, 2.0, None) == Outcome(WRONG, 0.0, message, "The answer is not right.")


def test_a_test_that_stumbles_over_the_answer():
    found = outcome(TypeError("cannot unpack non-iterable NoneType object"), 2.0, None)

    assert found.message == "The test could not use your answer: TypeError: cannot unpack non-iterable NoneType object"
    assert found.public == "The test could not use your answer."
