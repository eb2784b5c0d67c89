"""The files that Canvas, Moodle and Gradescope take in, and the command that writes them."""

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.report.exports import Column, ExportError, Platform, export, read_points
from autograder.report.results import Results, not_graded
from autograder.report.results import TestResult as OurTest
from autograder.report.roster import Roster, Student, read_roster

SIGNALS = Column("Signals", 11.5)
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,"Signals (4711)",Signals and more (4712)
"    Points Possible",,,,,11.5,1
"Doe, Jane",101,s-2001,jdoe,A,,
"Ölmez, Emre",102,s-2002,eolmez,A,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),Feedback comments
Participant 101,Jane Doe,jane@example.org,Submitted,,11.5,-,
Participant 102,Emre Ölmez,emre@example.org,Submitted,3,11.5,-,
"""
OWN = "name,email,number\nJane Doe,jane@example.org,s-2001\nEmre Ölmez,,s-2002\n"


@pytest.fixture
def exported(tmp_path):
    """Exports points with a list of students; gives the file's lines."""

    def write(platform, text, points, column=SIGNALS):
        path = tmp_path / "roster.csv"
        path.write_text(text, encoding="utf-8")
        made, problems = export(Platform(platform), points, read_roster(path), column)
        assert problems == []
        return made.splitlines()

    return write


def results(folder, **submissions):
    """Write what `autograder grade` would."""
    for name, made in submissions.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "results.json").write_text(made.to_json())


def points(score):
    return Results(tests=(OurTest(name="smooth: A row", score=score, max_score=20.0, tags=("smooth",)),))


def test_canvas_gets_a_gradebook_with_its_own_column(exported):
    assert exported("canvas", CANVAS, {"jdoe": 9.25, "eolmez": 0.0}) == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Signals (4711)",
        "    Points Possible,,,,,11.5",
        '"Ölmez, Emre",102,s-2002,eolmez,A,0',
        '"Doe, Jane",101,s-2001,jdoe,A,9.25',
    ]


def test_canvas_gets_the_title_where_the_roster_has_no_such_column(exported):
    header, *_ = exported("canvas", OWN, {"s-2001": 1.0})

    assert header == "Student,ID,SIS User ID,SIS Login ID,Section,Signals"


def test_moodle_gets_its_worksheet_back(exported):
    assert exported("moodle", MOODLE, {"Jane Doe_101_assignsubmission_file": 9.25}) == [
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),Feedback comments",
        "Participant 101,Jane Doe,jane@example.org,Submitted,9.25,11.5,-,",
    ]


def test_moodle_gets_numbers_and_emails_from_another_roster(exported):
    assert exported("moodle", OWN, {"jane": 9.25, "s-2002": 1.0}) == [
        "ID number,Email address,Full name,Signals",
        "s-2001,jane@example.org,Jane Doe,9.25",
        "s-2002,,Emre Ölmez,1",
    ]


def test_gradescope_gets_emails_numbers_and_scores(exported):
    assert exported("gradescope", OWN, {"jane": 9.25}) == [
        "Name,Email,SID,Total Score,Max Points",
        "Jane Doe,jane@example.org,s-2001,9.25,11.5",
    ]


def test_a_bonus_goes_above_the_most(exported):
    assert exported("gradescope", OWN, {"jane": 13.5})[1].endswith(",13.5,11.5")


def test_who_handed_in_nothing_is_not_in_the_file(exported):
    assert not any("Emre" in line for line in exported("canvas", CANVAS, {"jdoe": 1.0}))


def test_a_student_whom_the_platform_could_not_know_gets_a_line(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("submission,name\ngroup-7,Jane Doe\n")

    text, problems = export(Platform.canvas, {"group-7": 1.0}, read_roster(path), SIGNALS)
    assert problems == ["group-7: the roster has no id or number or login of Jane Doe"]
    assert "Jane" not in text


def test_points_are_read_from_the_results(tmp_path):
    results(tmp_path, jane=points(9.25), emre=not_graded("there is no file of the lab"))
    (tmp_path / "lost").mkdir()
    (tmp_path / "lost" / "results.json").write_text("{")

    assert read_points(tmp_path) == (
        {"jane": 9.25},
        [
            "emre: This submission could not be graded: there is no file of the lab",
            "lost: its results.json cannot be read: grade it again",
        ],
    )


def test_a_folder_without_results_is_told(tmp_path):
    with pytest.raises(ExportError, match="name the folder of `autograder grade --out`"):
        read_points(tmp_path)


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FIELD = st.one_of(ANY, ANY.map(lambda text: f"={text}"), ANY.map(lambda text: f"@{text}"))


@given(
    st.sampled_from(Platform),
    st.lists(st.tuples(FIELD, FIELD, FIELD, FIELD), min_size=1, max_size=5),
    FIELD,
    st.floats(0, 1000),
)
def test_no_cell_is_a_formula_whatever_people_are_called(platform, people, title, earned):
    names = ("name", "email", "id", "number", "login", "section", "first", "last")
    students = tuple(
        Student(dict(zip(names, (*person, "login", "A", "", ""), strict=True)) | {"submission": str(i)}, {})
        for i, person in enumerate(people)
    )
    submitted = {str(i): earned for i in range(len(people))}
    text, problems = export(platform, submitted, Roster((), {}, students), Column(title, 11.5))

    lines = list(csv.reader(io.StringIO(text)))
    assert len({len(line) for line in lines}) == 1
    assert len(lines) - 1 - (platform is Platform.canvas) + len(problems) == len(people)
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


# the command


def autograder(*arguments, folder):
    command = [sys.executable, "-m", "autograder", "export", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_says_who_is_missing_and_writes_the_others(tiny_lab, tmp_path):
    results(tmp_path / "graded", jdoe=points(9.25), someone=points(1.0))
    (tmp_path / "canvas.csv").write_text(CANVAS)
    options = ("--for", "canvas", "--roster", tmp_path / "canvas.csv", "--out", tmp_path / "grades.csv")
    done = autograder("tiny", tmp_path / "graded", *options, folder=tiny_lab().root)

    assert done.returncode == 1
    assert done.stderr == "autograder: someone: is of nobody in the roster: add it to the roster's column submission\n"
    assert done.stdout == f"{tmp_path / 'grades.csv'}: 1 student (canvas)\n"
    assert '"Doe, Jane",101,s-2001,jdoe,A,9.25' in (tmp_path / "grades.csv").read_text()


def test_the_command_is_wrong_without_a_roster(tiny_lab, tmp_path):
    results(tmp_path / "graded", jdoe=points(9.25))
    options = ("--for", "moodle", "--roster", tmp_path / "none.csv", "--out", tmp_path / "grades.csv")
    done = autograder("tiny", tmp_path / "graded", *options, folder=tiny_lab().root)

    assert done.returncode == 2
    assert done.stderr == f"autograder: {tmp_path / 'none.csv'}: cannot be read (No such file or directory)\n"
