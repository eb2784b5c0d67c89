"""The lines that a graded class ends with."""

from autograder.report.results import Results, TestResult, not_graded
from autograder.report.row import row_of
from autograder.report.summary import summary


def student(points, worth=10.0):
    test = TestResult(name="a: one", score=points, max_score=worth, status="passed", tags=("a",))
    return Results(tests=(test,))


def lines(*totals, seconds=None, known=0):
    return summary([row_of(f"s{i}", student(float(points))) for i, points in enumerate(totals)], seconds or {}, known)


def test_it_says_how_the_class_did():
    assert lines(2, 4, 9) == [
        "3 graded",
        "points of 10: mean 5.0, median 4, standard deviation 3.6, from 2 to 9",
    ]


def test_it_says_how_many_had_results_before():
    assert lines(2, 4, known=1)[0] == "2 graded, 1 of them before and unchanged since"


def test_what_could_not_be_graded_has_no_part_in_the_mean():
    graded = [row_of("a", student(4.0)), row_of("b", student(6.0)), row_of("c", not_graded("it is no zip"))]

    assert summary(graded, {}, 0)[:2] == [
        "2 graded; 1 could not be",
        "points of 10: mean 5.0, median 5, standard deviation 1.4, from 4 to 6",
    ]


def test_a_class_of_ten_has_a_bar_for_each_tenth():
    bars = lines(0, 1, 1, 5, 5, 5, 9, 10, 10, 10)[2:]

    assert len(bars) == 10
    assert bars[0] == "      0 to 1        1  █"
    assert bars[5] == "      5 to 6        3  ███"
    assert bars[9] == "      9 to 10       4  ████"
    assert bars[2] == "      2 to 3        0"


def test_the_bars_of_a_large_class_fit_a_terminal():
    assert max(map(len, lines(*[10] * 5000))) < 80


def test_points_above_all_are_in_the_last_bar():
    graded = [row_of(f"s{i}", student(0.0)) for i in range(9)] + [row_of("bonus", student(12.0, 12.0))]

    assert summary(graded, {}, 0)[-1].split()[-2] == "1"


def test_the_slowest_are_named_where_they_are_slow():
    assert lines(1, 2, seconds={"s0": 12.4, "s1": 0.3})[-1] == "slowest: s0 12 s"
    assert not any("slowest" in line for line in lines(1, 2, seconds={"s0": 1.0}))


def test_where_nothing_was_graded_there_is_no_mean():
    assert summary([row_of("a", not_graded("x")), row_of("b", not_graded("y"))], {}, 0) == ["0 graded; 2 could not be"]
