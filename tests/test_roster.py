"""Whose submission it is: the lists that courses have, and what the platforms call a file."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.report.roster import Roster, RosterError, Student, match, read_roster

CANVAS = """\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,"Signals (4711)",Current Score
"    Points Possible",,,,,11.5,(read only)
"Doe, Jane",101,s-2001,jdoe,A,,
"Ölmez, Emre",102,s-2002,eolmez,A,,
"Student, Test",103,,,A,,
"""
MOODLE = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Last modified (grade)
Participant 101,Jane Doe,s-2001,jane.doe@example.org,Submitted,,11.5,-
Participant 102,Emre Ölmez,s-2002,emre@example.org,Submitted,,11.5,-
"""
OWN = """\
submission,name,email,id
group-7,Jane Doe,jane@example.org,101
,Emre Ölmez,emre@example.org,102
"""


@pytest.fixture
def roster(tmp_path):
    """Reads a list from its text."""

    def read(text):
        path = tmp_path / "roster.csv"
        path.write_text(text, encoding="utf-8")
        return read_roster(path)

    return read


def whose(submission, roster):
    """The name of the student that a submission is given to, or the line that says why it is to none."""
    found, problems = match([submission], roster)
    return found[0][1].name if found else problems[0]


@pytest.mark.parametrize("name", ["group-7", "jane", "JANE@example.org", "101", "jane_doe", "Doe Jane"])
def test_a_list_of_ones_own_knows_jane(roster, name):
    assert whose(name, roster(OWN)) == "Jane Doe"


@pytest.mark.parametrize(
    "name", ["doejane_101_98765_tiny", "doejane_LATE_101_98765_tiny", "jdoe", "s-2001", "doe_jane"]
)
def test_a_gradebook_of_canvas_knows_jane(roster, name):
    assert whose(name, roster(CANVAS)) == "Doe, Jane"


@pytest.mark.parametrize(
    "name", ["Jane Doe_101_assignsubmission_file", "Jane Doe_101_assignsubmission_file_", "jane.doe"]
)
def test_a_worksheet_of_moodle_knows_jane(roster, name):
    assert whose(name, roster(MOODLE)) == "Jane Doe"


def test_accents_and_case_do_not_matter_in_a_name(roster):
    assert whose("olmez-emre", roster(CANVAS)) == "Ölmez, Emre"


def test_canvas_line_of_possible_points_is_nobody(roster):
    assert [student.name for student in roster(CANVAS).students] == ["Doe, Jane", "Ölmez, Emre", "Student, Test"]


def test_the_column_submission_comes_before_every_other_sign(roster):
    assert whose("102", roster("submission,name,id\n102,Jane,101\n,Emre,102\n")) == "Jane"


def test_a_submission_of_nobody_gets_a_line(roster):
    assert (
        whose("someone", roster(OWN)) == "someone: is of nobody in the roster: add it to the roster's column submission"
    )


def test_what_fits_two_is_given_to_none(roster):
    text = "name,email\nJane Doe,a@example.org\nDoe Jane,b@example.org\n"

    assert whose("janedoe", roster(text)) == (
        "janedoe: may be of Jane Doe and Doe Jane: say which in the roster's column submission"
    )


def test_two_submissions_of_one_student_are_given_to_none(roster):
    found, problems = match(["jane", "101"], roster(OWN))

    assert found == []
    assert problems == [
        "101: is not the only one of Jane Doe: keep one of them",
        "jane: is not the only one of Jane Doe: keep one of them",
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_spreadsheets_may_write_other_delimiters(roster, delimiter):
    assert whose("101", roster(OWN.replace(",", delimiter))) == "Jane Doe"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot be read"),
        (b"grade,points\n1,2\n", "names none of the columns submission, name"),
        (b"", "names none of the columns"),
        ("name\nÖlmez\n".encode("latin-1"), "save it as CSV in that encoding"),
        (b'name\n"Jane\n', "is no CSV"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_in_a_line(tmp_path, data, message):
    path = tmp_path / "roster.csv"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(RosterError, match=message) as told:
        read_roster(path)
    assert "\n" not in str(told.value)


ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=20)


@given(st.lists(st.tuples(ANY, ANY, ANY), max_size=5))
@example([("=1+1", '"', ",;\t")])
def test_any_names_are_read_as_they_are_written(tmp_path_factory, students):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("submission", "name", "email"), *students])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(text.getvalue(), encoding="utf-8")

    expected = [tuple(cell.strip() for cell in student) for student in students]
    read = [
        tuple(student.fields[field] for field in ("submission", "name", "email"))
        for student in read_roster(path).students
    ]
    assert read == [student for student in expected if any(student) and student[1].lower() != "points possible"]


@given(st.lists(ANY, max_size=6), st.lists(st.tuples(ANY, ANY), max_size=6))
def test_every_submission_is_given_to_one_student_or_gets_a_line(submissions, students):
    nothing = dict.fromkeys(("submission", "first", "last", "id", "number", "login", "section"), "")
    people = tuple(Student({**nothing, "name": name, "email": email}, {}) for name, email in students)
    found, problems = match(set(submissions), Roster((), {}, people))

    assert len(found) + len(problems) == len(set(submissions))
    assert len({id(student) for _, student in found}) == len(found)
    assert not any("\n" in line for line in problems)
