"""The last screen shows every exercise, what it has earned, and what to do next."""

import textwrap

import pytest

from autograder.kit.marks import Marks
from autograder.kit.outcomes import DONE, NOT_BEGUN, PARTLY, WRONG, Outcome
from autograder.kit.table import Row, lines, rows

EXERCISES = [
    {"name": "output_size", "file": "convolution.py"},
    {"name": "conv2d", "file": "convolution.py"},
    {"name": "FMNISTDataset", "file": "data.py"},
]
FILES = {"output_size": "test_output_size.py", "conv2d": "test_conv2d.py", "FMNISTDataset": "test_fmnist_dataset.py"}


def result(exercise, state, score, points=2.0):
    """One test's marks and outcome."""
    marks = Marks(f"{FILES[exercise]}::test_a", exercise, points, "Title", "visible", None)
    return marks, Outcome(state, score, "", "")


# rows


@pytest.mark.parametrize(
    ("states", "state", "note"),
    [
        ([DONE, DONE], DONE, ""),
        ([NOT_BEGUN, NOT_BEGUN], NOT_BEGUN, ""),
        ([DONE, WRONG], WRONG, "1 of 2 tests to go"),
        ([PARTLY, PARTLY], WRONG, "2 of 2 tests to go"),
        ([DONE, NOT_BEGUN], WRONG, "1 of 2 tests to go"),
        ([WRONG, NOT_BEGUN], WRONG, "2 of 2 tests to go"),
    ],
)
def test_the_state_of_an_exercise(states, state, note):
    (row,) = rows(EXERCISES, [result("conv2d", each, 0.0) for each in states])

    assert (row.state, row.note) == (state, note)


def test_points_are_summed_up():
    (row,) = rows(EXERCISES, [result("conv2d", DONE, 2.0), result("conv2d", PARTLY, 0.5, points=1.5)])

    assert row == Row("conv2d", WRONG, 2.5, 3.5, "1 of 2 tests to go", "test_conv2d.py")


def test_exercises_stand_in_the_labs_order_and_only_those_that_ran():
    found = rows(EXERCISES, [result("FMNISTDataset", DONE, 2.0), result("output_size", DONE, 2.0)])

    assert [row.exercise for row in found] == ["output_size", "FMNISTDataset"]


# lines


def screen(*results):
    return "\n".join(lines(rows(EXERCISES, results), EXERCISES))


def test_a_table():
    found = screen(
        result("output_size", DONE, 2.0), result("conv2d", PARTLY, 0.5), result("FMNISTDataset", NOT_BEGUN, 0.0)
    )

    assert found == textwrap.dedent("""\
        exercise          points  state
        output_size        2 / 2  done
        conv2d           0.5 / 2  wrong      1 of 1 tests to go
        FMNISTDataset      0 / 2  not begun
        together         2.5 / 6
        Next: mend conv2d in convolution.py (alone: pytest tests/test_conv2d.py)""")


def test_what_is_wrong_comes_before_what_is_not_begun():
    found = screen(result("output_size", NOT_BEGUN, 0.0), result("FMNISTDataset", WRONG, 0.0))

    assert found.endswith("Next: mend FMNISTDataset in data.py (alone: pytest tests/test_fmnist_dataset.py)")


def test_what_is_not_begun_comes_in_the_labs_order():
    found = screen(result("conv2d", NOT_BEGUN, 0.0), result("output_size", NOT_BEGUN, 0.0))

    assert found.endswith("Next: begin output_size in convolution.py (alone: pytest tests/test_output_size.py)")


def test_when_all_is_done():
    assert screen(result("conv2d", DONE, 2.0)).endswith(
        "\nAll done here. Hidden tests check more of the same, with other inputs."
    )
