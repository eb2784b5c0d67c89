"""At most so many graded submissions in so many hours; who is too soon keeps what the last graded one got."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from gradescope_places import SCHEMA
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from autograder.assignment import Gradescope
from autograder.course.gradescope_limit import kept_results, refusal
from autograder.course.gradescope_metadata import Earlier, Metadata

NOW = datetime(2026, 4, 6, 12, 0, tzinfo=UTC)
TWO_A_DAY = Gradescope(graded_submissions=2, per_hours=24)
TESTS = [{"name": "one", "score": 7.0, "max_score": 9.0, "status": "failed", "visibility": "after_published"}]


def earlier(hours, score=7.0, **changes):
    """A graded submission so many hours ago."""
    return dataclasses.replace(Earlier(NOW - timedelta(hours=hours), score, False, {"tests": TESTS}), **changes)


def metadata(*submissions):
    return Metadata(NOW, tuple(sorted(submissions, key=lambda each: each.time)))


# who is graded


def test_the_first_ones_are_graded_and_the_next_is_not():
    assert refusal(TWO_A_DAY, metadata()) is None
    assert refusal(TWO_A_DAY, metadata(earlier(1))) is None
    assert refusal(TWO_A_DAY, metadata(earlier(1), earlier(2))) is not None


def test_the_next_is_graded_when_the_oldest_of_them_is_out_of_the_hours():
    refused = refusal(TWO_A_DAY, metadata(earlier(1), earlier(20), earlier(30)))
    assert refused.next_at == NOW + timedelta(hours=4)
    assert refusal(TWO_A_DAY, metadata(earlier(1), earlier(24))) is None


def test_without_a_limit_all_are_graded():
    assert refusal(Gradescope(), metadata(*[earlier(1)] * 50)) is None


@pytest.mark.parametrize(
    "other",
    [
        {"failed": True, "score": None, "results": {}},
        {"results": {"score": 0, "extra_data": {"graded": False}}},
        {"time": NOW + timedelta(hours=1)},
        {"score": None},
    ],
    ids=["the autograder failed", "not graded", "later than this one", "no score to keep"],
)
def test_what_was_not_graded_before_does_not_count(other):
    assert refusal(TWO_A_DAY, metadata(earlier(1), earlier(2, **other))) is None


def test_where_the_time_is_not_known_it_is_graded():
    assert refusal(TWO_A_DAY, Metadata(None, (earlier(1), earlier(2)))) is None


def test_a_refused_one_keeps_the_last_graded_score_not_the_best():
    refused = refusal(TWO_A_DAY, metadata(earlier(1, 3.0), earlier(2, 9.0)))
    assert kept_results(refused, TWO_A_DAY).total == 3.0


def test_refused_ones_in_between_change_nothing():
    graded = [earlier(1, 5.0), earlier(2)]
    refused = kept_results(refusal(TWO_A_DAY, metadata(*graded)), TWO_A_DAY)
    again = earlier(0.5, 5.0, results=json.loads(refused.to_json()))
    found = refusal(TWO_A_DAY, metadata(*graded, again))
    assert found.kept.time == NOW - timedelta(hours=1)
    assert kept_results(found, TWO_A_DAY) == refused


# what they get


def test_the_message_is_kind_and_says_when():
    text = kept_results(refusal(TWO_A_DAY, metadata(earlier(1), earlier(20))), TWO_A_DAY).output
    assert text == (
        "This submission was not graded yet: at most 2 submissions are graded in 24 hours. It keeps the score of your "
        "submission of 2026-04-06 11:00 (UTC), so you have lost nothing. "
        "Hand in again after 2026-04-06 16:01 (UTC) to have it graded."
    )


def test_tests_visibility_and_leaderboard_stay_as_they_were():
    results = {
        "tests": [{**TESTS[0], "number": "1", "status": "failed"}],
        "output": "Your data.py is missing.",
        "leaderboard": [{"name": "test accuracy", "value": 0.84, "order": "desc"}],
        "execution_time": 12.5,
        "something": "that Gradescope adds",
    }
    found = kept_results(refusal(TWO_A_DAY, metadata(earlier(1, results=results), earlier(2))), TWO_A_DAY)
    plain = json.loads(found.to_json())
    validate(plain, SCHEMA)
    assert plain["tests"][0]["visibility"] == "after_published"
    assert plain["leaderboard"] == results["leaderboard"]
    assert plain["output"].endswith("Your data.py is missing.")
    assert "execution_time" not in plain


@pytest.mark.parametrize("results", [{}, {"tests": "?"}, {"tests": [{"name": 3}]}, {"tests": [{"score": -1.0}]}])
def test_without_the_earlier_tests_a_hidden_one_keeps_the_total_from_students(results):
    found = kept_results(refusal(TWO_A_DAY, metadata(earlier(1, results=results), earlier(2))), TWO_A_DAY)
    validate(json.loads(found.to_json()), SCHEMA)
    assert (found.score, [test.visibility for test in found.tests]) == (7.0, ["hidden"])


SUBMISSIONS = st.lists(
    st.builds(
        earlier,
        st.floats(-50, 200, allow_nan=False),
        st.none() | st.floats(0, 100),
        failed=st.booleans(),
        results=st.sampled_from([{}, {"tests": TESTS}, {"extra_data": {"graded": False}}]),
    ),
    max_size=12,
)


@settings(deadline=None)  # other work on the machine may hold it up
@given(SUBMISSIONS, st.integers(1, 4), st.floats(0.1, 100))
def test_a_refused_one_has_been_preceded_by_so_many_graded_ones(submissions, most, hours):
    limits = Gradescope(graded_submissions=most, per_hours=hours)
    found = refusal(limits, metadata(*submissions))
    counted = [
        each
        for each in submissions
        if not each.failed
        and each.score is not None
        and "extra_data" not in each.results
        and NOW - timedelta(hours=hours) < each.time <= NOW
    ]
    if found is None:
        assert len(counted) < most
    else:
        assert len(counted) >= most
        assert NOW < found.next_at <= NOW + timedelta(hours=hours)
        results = kept_results(found, limits)
        validate(json.loads(results.to_json()), SCHEMA)
        assert results.total == found.kept.score


@settings(deadline=None)  # other work on the machine may hold it up
@given(SUBMISSIONS, st.integers(1, 4), st.floats(0.1, 100))
def test_when_the_time_that_was_said_has_come_it_is_graded(submissions, most, hours):
    limits = Gradescope(graded_submissions=most, per_hours=hours)
    past = [each for each in submissions if each.time <= NOW]
    found = refusal(limits, metadata(*past))
    if found is not None:
        later = Metadata(found.next_at, metadata(*past).earlier)
        assert refusal(limits, later) is None
