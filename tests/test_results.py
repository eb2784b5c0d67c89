import json
import math
import os
import platform
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from autograder.report.results import OUTPUT_LIMIT, Results, TestResult, from_grading, not_graded, write_atomically

SCHEMA = json.loads((Path(__file__).parent / "schema" / "results.schema.json").read_text())


def entry(**changes):
    """One test as the grader reports it."""
    plain = {
        "title": "The worked example",
        "exercise": "conv2d",
        "points": 2.0,
        "score": 2.0,
        "state": "done",
        "hidden": False,
        "visibility": "visible",
        "message": "",
        "details": "",
    }
    return {**plain, **changes}


def grading(*entries, **changes):
    return {"tests": list(entries), "output": "", "printed": "", "layers": ["limits"], **changes}


def test_a_graded_submission_follows_gradescopes_rules():
    results = from_grading(grading(entry(), entry(state="wrong", score=0.0, message="shape: …")), "confined")
    jsonschema.validate(json.loads(results.to_json()), SCHEMA)


def test_a_submission_that_could_not_be_graded_follows_them_too():
    plain = json.loads(not_graded("it is no zip").to_json())
    jsonschema.validate(plain, SCHEMA)
    assert plain["score"] == 0
    assert plain["output"] == "This submission could not be graded: it is no zip"


def test_a_test_carries_its_exercise_as_tag_and_its_points():
    (test,) = from_grading(grading(entry(score=0.5, state="partly")), "confined").tests
    assert test.tags == ("conv2d",)
    assert (test.score, test.max_score, test.status) == (0.5, 2.0, "failed")
    assert test.name == "conv2d: The worked example"


def test_a_check_that_was_not_run_informs_and_has_no_score():
    (test,) = from_grading(grading(entry(state="not run", message="left out")), "confined").tests
    assert test.score is None
    assert test.max_score is None
    assert test.output == "left out"


@pytest.mark.parametrize("score", [math.nan, math.inf, -1.0])
def test_a_score_that_is_no_score_is_refused(score):
    with pytest.raises(ValidationError):
        TestResult(name="x", score=score, max_score=2.0)


def test_a_score_over_the_maximum_is_refused():
    with pytest.raises(ValidationError, match="over the maximum"):
        TestResult(name="x", score=3.0, max_score=2.0)


def test_results_without_score_and_tests_are_refused():
    with pytest.raises(ValidationError, match="a score or tests"):
        Results()


def test_a_long_output_is_cut_where_gradescope_would_cut_it():
    (test,) = from_grading(grading(entry(message="x" * 200_000)), "confined").tests
    assert len(test.output) <= OUTPUT_LIMIT
    assert test.output.endswith("the rest was cut off")


def test_the_points_of_an_exercise_are_its_tests_together():
    results = from_grading(grading(entry(), entry(score=0.0, state="wrong"), entry(exercise="pad2d")), "confined")
    assert results.exercise_points() == {"conv2d": (2.0, 4.0), "pad2d": (2.0, 2.0)}
    assert results.total == 4.0


@given(st.text(max_size=50), st.floats(0, 2))
def test_whatever_the_text_the_file_is_valid_json(message, score):
    safe = message.encode("utf-8", "replace").decode()
    results = from_grading(grading(entry(message=safe, score=score, state="partly")), "confined")
    jsonschema.validate(json.loads(results.to_json()), SCHEMA)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "results.json"
    write_atomically(path, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in path.parent.iterdir()] == ["results.json"]


def test_what_a_killed_program_has_left_is_taken_away_and_another_s_try_is_not(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    here = f".results.json-{platform.node()}"
    left, other = tmp_path / f"{here}-{gone.pid}", tmp_path / f"{here}-{os.getppid()}"
    elsewhere = tmp_path / f".results.json-another-machine-{gone.pid}"
    for path in (left, other, elsewhere):
        path.touch()
    write_atomically(tmp_path / "results.json", "text")

    assert {path.name for path in tmp_path.iterdir()} == {"results.json", other.name, elsewhere.name}
