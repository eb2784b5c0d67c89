"""Gradescope's file about a submission: what is sound of it is taken, and nothing in it stops a grading."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course.gradescope_metadata import Earlier, Metadata, metadata_from, read_metadata

# As Gradescope's documentation shows it.
SAMPLE = {
    "id": 123456,
    "created_at": "2018-07-01T14:22:32.365935-07:00",
    "assignment": {"due_date": "2018-07-31T23:00:00.000000-07:00", "total_points": "20.0"},
    "submission_method": "upload",
    "users": [{"email": "student@example.com", "id": 1234, "name": "Student User"}],
    "previous_submissions": [
        {
            "submission_time": "2017-04-06T14:24:48.087023-07:00",
            "score": 0.0,
            "autograder_error": True,
            "results": {},
        }
    ],
}
PACIFIC = timezone(timedelta(hours=-7))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
TIMES = st.datetimes().map(datetime.isoformat) | VALUES


def test_the_sample_of_the_documentation_is_read():
    found = metadata_from(json.dumps(SAMPLE))
    assert found.created_at == datetime(2018, 7, 1, 14, 22, 32, 365935, PACIFIC)
    assert found.earlier == (Earlier(datetime(2017, 4, 6, 14, 24, 48, 87023, PACIFIC), 0.0, True),)
    assert found.notes == ()


def test_earlier_submissions_are_given_oldest_first():
    times = ["2026-01-02T00:00:00+00:00", "2026-01-03T00:00:00+00:00", "2026-01-02T20:00:00-05:00"]
    entries = [{"submission_time": time} for time in times]
    found = metadata_from(json.dumps({**SAMPLE, "previous_submissions": entries}))
    assert [each.time.isoformat() for each in found.earlier] == [times[0], times[1], times[2]]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (3, 3.0),
        (2.5, 2.5),
        ("4.25", 4.25),
        (None, None),
        (True, None),
        ("", None),
        (-1, None),
        ("nan", None),
        ([], None),
    ],
)
def test_a_score_is_a_number_or_the_text_of_one(score, expected):
    entry = {"submission_time": "2026-01-02T00:00:00+00:00", "score": score}
    (earlier,) = metadata_from(json.dumps({**SAMPLE, "previous_submissions": [entry]})).earlier
    assert earlier.score == expected


def test_a_time_without_a_zone_is_taken_as_utc():
    found = metadata_from(json.dumps({**SAMPLE, "created_at": "2026-01-02T03:04:05"}))
    assert found.created_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"text"', "[" * 100_000, "1" * 5000])
def test_what_is_no_metadata_is_noted_in_one_line(text):
    found = metadata_from(text)
    assert (found.created_at, found.earlier) == (None, ())
    (note,) = found.notes
    assert "graded without it" in note
    assert "\n" not in note


def test_a_missing_file_is_noted(tmp_path):
    found = read_metadata(tmp_path / "submission_metadata.json")
    assert found == Metadata(
        notes=("submission_metadata.json cannot be read (No such file or directory): graded without it",)
    )


def test_bytes_that_are_no_text_are_noted(tmp_path):
    (tmp_path / "m.json").write_bytes(b"\xff\x00{")
    assert "m.json is no JSON" in read_metadata(tmp_path / "m.json").notes[0]


def test_entries_that_cannot_be_read_are_counted():
    found = metadata_from(json.dumps({**SAMPLE, "previous_submissions": [3, {}, *SAMPLE["previous_submissions"]]}))
    assert len(found.earlier) == 1
    assert found.notes == ("submission_metadata.json: 2 of previous_submissions could not be read and do not count",)


@settings(deadline=None)  # other work on the machine may hold it up
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "created_at": TIMES,
            "previous_submissions": st.lists(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "submission_time": TIMES,
                        "score": VALUES,
                        "autograder_error": VALUES,
                        "results": VALUES,
                    },
                )
                | VALUES,
                max_size=4,
            )
            | VALUES,
        },
    )
)
def test_whatever_stands_in_it_sound_metadata_come_out(plain):
    found = metadata_from(json.dumps(plain))
    assert found.created_at is None or found.created_at.tzinfo is not None
    assert list(found.earlier) == sorted(found.earlier, key=lambda each: each.time)
    assert all(each.score is None or each.score >= 0 for each in found.earlier)


@settings(deadline=None)  # other work on the machine may hold it up
@given(st.text())
def test_no_text_stops_a_grading(text):
    metadata_from(text)
