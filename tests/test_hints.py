"""A hint is shown where one known mistake fits all that the tests saw, and only then."""

from autograder.kit.evidence import Evidence, digest
from autograder.kit.hints import hint_for

WRONG, RIGHT = Evidence("wrong", (), "WrongAnswer"), Evidence("done", (), "")
FLIPPED = {"hint": "Which entry meets the corner?", "seen": {"first": digest(WRONG), "second": digest(RIGHT)}}
SHIFTED = {"hint": "Where does row 0 begin?", "seen": {"first": digest(WRONG), "second": digest(WRONG)}}


def test_the_mistake_that_fits_every_test_gives_its_hint():
    assert hint_for([FLIPPED, SHIFTED], {"first": WRONG, "second": RIGHT}) == "Which entry meets the corner?"


def test_a_mistake_that_does_not_fit_one_test_gives_none():
    assert hint_for([FLIPPED], {"first": WRONG, "second": WRONG}) == ""


def test_two_mistakes_that_fit_give_none():
    assert hint_for([FLIPPED, SHIFTED], {"first": WRONG}) == ""


def test_a_test_that_the_release_did_not_know_fits_no_mistake():
    assert hint_for([FLIPPED], {"first": WRONG, "another": WRONG}) == ""


def test_without_known_mistakes_there_is_no_hint():
    assert hint_for([], {"first": WRONG}) == ""
