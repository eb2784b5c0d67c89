"""Notebooks graded for real: every point of the reference, and messages that speak of cells."""

import pytest
from labs import LABS, ROOT, engine_for, messages, points, states
from notebooks import READERS, code, notebook, solved

from autograder.submission import open_submission

EXERCISES = [exercise.name for exercise in LABS["cnn"].exercises]


@pytest.fixture(scope="module")
def engine():
    """A grader of the cnn lab."""
    with engine_for("cnn", call_seconds=5.0) as started:
        yield started


@pytest.fixture
def graded(engine, tmp_path):
    """Grades a notebook of these cells; gives the submission's notes and the grader's results."""

    def grade(cells):
        path = tmp_path / "cnn.ipynb"
        path.write_bytes(notebook(*cells))
        submission = open_submission(path, LABS["cnn"].files, notebooks=READERS["cnn"])
        ((_, found),) = engine.grade_all([submission])
        assert "failed" not in found, found
        return submission.notes, found

    return grade


def with_cell(name, source):
    """The reference's cells with another one for an exercise; gives the cells and the number of that one."""
    cells = solved("cnn")
    number = next(i for i, cell in enumerate(cells) if cell["cell_type"] == "code" and f"def {name}(" in cell["source"])
    cells[number] = code(source)
    return cells, number + 1


def test_the_reference_as_a_notebook_gets_every_point(graded):
    notes, found = graded(solved("cnn"))

    assert notes == []
    assert {name: points(found, name) for name in EXERCISES} == {
        each.name: each.points for each in LABS["cnn"].exercises
    }


def test_the_released_notebook_is_not_begun(graded, tmp_path, engine):
    path = ROOT / "student_template" / "cnn" / "cnn.ipynb"
    submission = open_submission(path, LABS["cnn"].files, notebooks=READERS["cnn"])
    ((_, found),) = engine.grade_all([submission])

    assert submission.notes == []
    assert {state for name in EXERCISES for state in states(found, name)} == {"not begun"}


def test_an_exception_names_its_cell_and_line(graded):
    cells, number = with_cell("conv_params", "# mine\ndef conv_params(a, b, c, bias=True):\n    return missing")

    _, found = graded(cells)

    (message, *_) = messages(found, "conv_params", hidden=False)
    assert message == (
        "Traceback (most recent call last):\n"
        f"  cell {number}, line 3, in conv_params\n"
        "    return missing\n"
        "NameError: name 'missing' is not defined"
    )


def test_a_syntax_error_is_what_its_exercise_shows_and_costs_no_other(graded):
    cells, number = with_cell("conv_params", "def conv_params(a, b, c, bias=True):\n    retrun 3")

    notes, found = graded(cells)

    assert notes == [f"cell {number} is left out, it is no valid Python (line 2: invalid syntax)"]
    (message, *_) = messages(found, "conv_params", hidden=False)
    assert message == (
        f"Traceback (most recent call last):\n  cell {number}, line 2\n    retrun 3\nSyntaxError: invalid syntax"
    )
    assert all(points(found, each.name) == each.points for each in LABS["cnn"].exercises if each.name != "conv_params")


def test_a_cell_that_raises_costs_only_who_needs_it(graded):
    cells, _ = with_cell("conv_params", "def conv_params(a, b, c, bias=True):\n    return TABLE[a]")

    _, found = graded([*cells, code("TABLE = {}\n\nTABLE['a'] = TABLE['b']")])

    (message, *_) = messages(found, "conv_params", hidden=False)
    assert message == (
        "Traceback (most recent call last):\n"
        f"  cell {len(cells) + 1}, line 3, in ‹module>\n    TABLE['a'] = TABLE['b']\nKeyError: 'b'"
    )
    assert points(found, "linear_params") == 1
