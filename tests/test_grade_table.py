"""The table of `autograder grade`: every point and the total are seen, at any width."""

import io

import pytest
from rich.console import Console

from autograder.report.results import Results, TestResult, not_graded
from autograder.report.row import row_of
from autograder.report.table import print_table

LONG = "a-very-long-name-of-a-submission-indeed"


def results(exercises, score=11.5):
    """Results with one test of twelve points for each exercise."""
    return Results(
        tests=tuple(
            TestResult(name=name, tags=(name,), score=score, max_score=12.0, extra_data={"state": "wrong"})
            for name in exercises
        )
    )


def shown(names, count, width, title="A lab"):
    """The lines of a table of submissions with these names, and as many exercises."""
    exercises = [f"exercise_{number}" for number in range(1, count + 1)]
    console = Console(width=width, file=io.StringIO(), color_system=None)
    print_table(console, title, [row_of(name, results(exercises)) for name in names], exercises)
    return console.file.getvalue().splitlines()


def headings(lines):
    return [line.split() for line in lines if line.startswith(" submission")]


def test_where_all_fits_there_is_one_table_and_the_total_stands_last():
    (heading,) = headings(shown(["anna"], 4, 80))

    assert heading == ["submission", "1", "2", "3", "4", "points"]


def test_a_long_name_alone_does_not_break_the_table():
    lines = shown([LONG], 7, 80)

    assert len(headings(lines)) == 1
    assert any("…" in line for line in lines)


def test_where_it_does_not_fit_the_total_stands_beside_the_name():
    first, *others = headings(shown(["anna"], 19, 80))

    assert first[:3] == ["submission", "points", "1"]
    assert all(heading[:1] == ["submission"] and "points" not in heading for heading in others)


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_every_exercise_has_one_column_in_its_order(width):
    numbers = [each for heading in headings(shown(["anna", LONG], 19, width)) for each in heading if each.isdigit()]

    assert numbers == [str(number) for number in range(1, 20)]


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_every_point_and_the_total_are_seen_at_any_width(width):
    rows = [line.split() for line in shown(["anna", LONG], 19, width) if line.startswith(" anna")]

    assert sorted(cell for row in rows for cell in row[1:]) == sorted(["218.5", *["×11.5"] * 19])


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
@pytest.mark.parametrize("name", ["anna", LONG])
def test_nothing_is_wider_than_the_terminal_or_cut(width, name):
    lines = shown([name], 19, width)

    assert max(map(len, lines)) <= width
    assert sum(line.count("×11.5 ") for line in lines) == 19


def test_every_part_says_what_its_exercises_are_worth():
    lines = shown(["anna"], 19, 80)
    worth = [line.split() for line in lines if line.startswith(" of")]

    assert len(worth) == len(headings(lines))
    assert [cell for line in worth for cell in line[1:]] == ["228", *["12"] * 19]


def test_names_are_cut_alike_in_every_part():
    names = {line.split()[0] for line in shown([LONG], 19, 80) if line.startswith(" a-very")}

    assert len(names) == 1


def test_one_that_could_not_be_graded_is_told_beside_its_name():
    exercises = [f"exercise_{number}" for number in range(19)]
    console = Console(width=80, file=io.StringIO(), color_system=None)
    print_table(console, "A lab", [row_of("anna", results(exercises)), row_of("bob", not_graded("no zip"))], exercises)
    first = next(line for line in console.file.getvalue().splitlines() if line.startswith(" bob"))

    assert first.split()[:4] == ["bob", "not", "graded", "–"]


def test_the_title_is_no_markup():
    assert shown(["anna"], 2, 80, title="[bold]x[/bold]")[0].strip() == "[bold]x[/bold]"
