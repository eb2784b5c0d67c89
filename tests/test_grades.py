import csv
import io

from rich.console import Console

from autograder.report.grades import grades_csv
from autograder.report.results import Results, TestResult, not_graded
from autograder.report.row import row_of
from autograder.report.table import print_table


def results(**scores):
    """Results with one test of two points for each exercise; None was not run."""
    tests = [
        TestResult(name=name, tags=(name,), extra_data={"state": "not run"})
        if score is None
        else TestResult(
            name=name,
            tags=(name,),
            score=score,
            max_score=2.0,
            extra_data={"state": "done" if score == 2.0 else "wrong"},
        )
        for name, score in scores.items()
    ]
    return Results(tests=tuple(tests))


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_line_for_each_submission_sorted_by_name():
    rows = read(grades_csv([row_of("zoe", results(a=2.0)), row_of("anna", results(a=0.5))], ["a"]))
    assert [(row["submission"], row["points"], row["a"]) for row in rows] == [("anna", "0.5", "0.5"), ("zoe", "2", "2")]


def test_what_was_not_run_has_an_empty_cell():
    (row,) = read(grades_csv([row_of("anna", results(a=2.0, b=None))], ["a", "b"]))
    assert (row["a"], row["b"]) == ("2", "")


def test_a_submission_that_could_not_be_graded_says_why():
    (row,) = read(grades_csv([row_of("anna", not_graded("it is no zip"))], ["a"]))
    assert (row["points"], row["a"]) == ("0", "")
    assert row["remark"] == "This submission could not be graded: it is no zip"


def test_a_name_cannot_be_a_formula():
    (row,) = read(grades_csv([row_of("=cmd()", results(a=2.0))], ["a"]))
    assert row["submission"] == "'=cmd()"


def shown(graded, exercises, width=80):
    console = Console(width=width, file=io.StringIO(), color_system=None)
    print_table(console, "A lab", graded, exercises)
    return console.file.getvalue()


def test_the_table_shows_points_signs_and_what_they_are_of():
    text = shown([row_of("anna", results(a=2.0, b=0.5, c=None))], ["a", "b", "c"])
    assert [line.split() for line in text.splitlines() if "anna" in line] == [["anna", "2", "×0.5", "–", "2.5"]]
    assert [line.split() for line in text.splitlines() if line.startswith(" of")] == [["of", "2", "2", "–", "4"]]


def test_a_long_name_gives_way_and_the_points_do_not():
    exercises = [f"exercise_{number}" for number in range(10)]
    graded = [row_of("a very long name of a submission indeed", results(**dict.fromkeys(exercises, 2.0)))]
    text = shown(graded, exercises)
    assert all(len(line) <= 80 for line in text.splitlines())
    (row,) = [line for line in text.splitlines() if "very long" in line]
    assert row.split()[-11:] == ["2"] * 10 + ["20"]


def test_the_table_says_which_number_is_which_exercise():
    text = shown([row_of("anna", results(conv2d=2.0, pad2d=2.0))], ["conv2d", "pad2d"])
    assert "1 conv2d" in text
    assert "2 pad2d" in text
