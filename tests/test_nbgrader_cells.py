"""What nbgrader gets of results: points, texts, the graded notebook; and what its cells do in its kernel."""

import json

import pytest

from autograder.course.nbgrader_autograded import Graded, Known, autograded
from autograder.course.nbgrader_cell import Points, handed_in
from autograder.course.nbgrader_reader import Cell, UnreadableError, cells_of
from autograder.course.nbgrader_words import comment, points, text
from autograder.kit.marks import Marks
from autograder.kit.notebook_nbgrader import NotPassed, require
from autograder.kit.outcomes import DONE, NOT_BEGUN, WRONG, Outcome
from autograder.report.results import Results, TestResult, not_graded


def row(title, score, worth, output="", **more):
    status = "passed" if score == worth else "failed"
    facts = {"score": score, "max_score": worth, "status": status, "tags": ("f",), "output": output, **more}
    return TestResult(name=f"f: {title}", **facts)


def known(name, *, grade=False):
    about = {
        "grade_id": name,
        "grade": grade,
        "solution": not grade,
        "locked": grade,
        **({"points": 2} if grade else {}),
    }
    return Known(f"# {name}", about)


KNOWN = {name: known(name, grade=not name.startswith("answer-")) for name in ("answer-f", "f", "answer-g", "g")}
GRADED = {"f": Graded("f: 1 of 2 points", 1.0), "g": Graded("g: 0 of 2 points", 0.0)}


def answer(exercise, source):
    return Cell(is_code=True, text=source, exercise=exercise, is_made=False)


def checks(exercise):
    return Cell(is_code=True, text=f"run_tests({exercise!r})", exercise=exercise, is_made=True)


def shown(cells, notes=()):
    made = json.loads(autograded(cells, KNOWN, GRADED, notes))["cells"]
    return [(cell["metadata"].get("nbgrader", {}).get("grade_id", ""), "".join(cell["source"])) for cell in made]


def test_points_of_thirds_are_never_more_than_the_whole():
    results = Results(tests=tuple(row(str(i), 0.1, 0.1) for i in range(3)))
    assert sum(test.score for test in results.tests) > 0.3
    assert points(results, "f", 0.3) == 0.3


def test_a_text_has_each_test_s_points_and_the_messages_of_those_that_failed():
    results = Results(tests=(row("One", 1, 1, "fine"), row("Two", 0.5, 2, "first\nsecond")), output="a note")
    assert text(results, "f", 3).splitlines() == [
        "f: 1.5 of 3 points",
        "  1 of 1    One",
        "  0.5 of 2  Two",
        "      first",
        "      second",
        "",
        "a note",
    ]


def test_a_test_that_is_never_shown_is_counted_and_not_named():
    results = Results(tests=(row("One", 0, 1, "told", visibility="hidden"),))
    assert text(results, "f", 1).splitlines() == ["f: 0 of 1 points", "  and 1 more that are not shown"]
    assert comment(results, "f", 1) == "0 of 1 points."


def test_a_comment_shows_a_program_s_words_as_code():
    results = Results(tests=(row("One", 0, 1, "ValueError: <b>\n# no heading"), row("Two", 0, 1)))
    assert comment(results, "f", 2) == (
        "0 of 2 points.\n\n    One\n    ValueError: <b>\n    # no heading\n\nBelow the tests there is 1 more."
    )


def test_what_was_not_graded_says_why_in_every_comment():
    results = not_graded("it is a picture")
    assert comment(results, "f", 2).endswith("    This submission could not be graded: it is a picture")
    assert text(results, "f", 2).splitlines()[0] == "f: 0 of 2 points"


def test_cells_keep_their_order_and_those_of_tests_are_nbgrader_s_with_our_results():
    note = Cell(is_code=False, text="# Mine", exercise="", is_made=False)
    cells = [answer("f", "f = 1"), checks("f"), note, answer("g", "g = 1"), checks("g")]
    assert shown(cells) == [("answer-f", "f = 1"), ("f", "# f"), ("", "# Mine"), ("answer-g", "g = 1"), ("g", "# g")]
    (cell,) = [each for each in json.loads(autograded(cells, KNOWN, GRADED))["cells"] if each["source"] == ["# g"]]
    assert [output["output_type"] for output in cell["outputs"]] == ["stream", "execute_result"]
    assert cell["outputs"][1]["data"]["text/plain"] == ["0.0"]


def test_deleted_tests_come_back_below_the_answer_or_at_the_end():
    assert shown([answer("f", "f = 1")]) == [("answer-f", "f = 1"), ("f", "# f"), ("g", "# g")]


def test_of_copies_the_last_counts():
    cells = [answer("f", "f = 0"), checks("f"), answer("f", "f = 1"), checks("f"), checks("g")]
    assert shown(cells) == [("", "f = 0"), ("answer-f", "f = 1"), ("f", "# f"), ("g", "# g")]


def test_notes_stand_above_all_as_plain_text():
    assert shown([], ["It is <b>broken</b>.\nAll of it."])[0] == ("", "    It is <b>broken</b>.\n    All of it.")


def test_a_notebook_s_cells_are_read_without_their_outputs():
    cell = {
        "cell_type": "code",
        "source": ["x = 1\n", "y"],
        "metadata": {"autograder": {"exercise": "f"}},
        "outputs": [1],
    }
    assert cells_of(json.dumps({"cells": [cell]}).encode()) == [answer("f", "x = 1\ny")]


@pytest.mark.parametrize("data", [b"", b"[", b"[" * 1_000_000, b'{"cells": 1}'])
def test_what_is_no_notebook_is_an_error(data):
    with pytest.raises(UnreadableError):
        cells_of(data)


def test_the_original_is_graded_wherever_the_student_s_code_has_gone(tmp_path):
    original = tmp_path / "submitted/ada/lab"
    original.mkdir(parents=True)
    below = tmp_path / "autograded/ada/lab/data/deep"
    below.mkdir(parents=True)
    assert handed_in(below.parents[1]) == handed_in(below) == original


def test_a_master_is_graded_where_it_is(tmp_path):
    (tmp_path / "submitted/ada/lab").mkdir(parents=True)
    assert handed_in(tmp_path / "source/lab") == tmp_path / "source/lab"


def test_points_are_shown_in_full_whatever_the_notebook_s_format_of_numbers():
    from IPython.core.formatters import PlainTextFormatter

    assert PlainTextFormatter(float_precision="0")(Points(2.5)) == "2.5"


MARKS = Marks("test_f.py::test_one", "f", 1.0, "One", "visible", None)


@pytest.mark.parametrize("state", [WRONG, NOT_BEGUN])
def test_a_failed_test_is_an_error_for_nbgrader_alone(monkeypatch, state):
    results = [(MARKS, Outcome(state, 0.0, "what differs", ""))]
    require({"name": "f", "bonus": False}, results)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    require({"name": "f", "bonus": False}, results)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotPassed, match="f: 1 of its 1 tests here did not pass\n\nOne\nwhat differs"):
        require({"name": "f", "bonus": False}, results)


def test_a_bonus_that_is_not_begun_is_no_error_for_nbgrader(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    require({"name": "f", "bonus": True}, [(MARKS, Outcome(NOT_BEGUN, 0.0, "not begun", ""))])
    require({"name": "f", "bonus": False}, [(MARKS, Outcome(DONE, 1.0, "", ""))])
    with pytest.raises(NotPassed, match="its tests did not run"):
        require({"name": "f", "bonus": False}, [])
