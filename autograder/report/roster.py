"""Who handed what in: a course's list of students, and which of them each submission is of.

The list is a CSV with a header: the course's own with the names of `FIELDS`, or one that Canvas, Moodle or Gradescope
has exported, whose words for the same things are known.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.safe_text import for_terminal

FIELDS: Mapping[str, tuple[str, ...]] = {
    "submission": (),
    "name": ("student", "full name", "student name"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "family name"),
    "email": ("email address", "e-mail", "e-mail address"),
    "id": ("identifier", "canvas id"),
    "number": ("id number", "sis user id", "sid", "student id", "student number"),
    "login": ("sis login id", "username", "login id"),
    "section": ("sections",),
}
"""Each field with further words for it: `id` is a platform's own number of a person, `number` the university's."""

_IDENTIFYING = ("submission", "name", "first", "last", "email", "id", "number", "login")

_FROM_CANVAS = re.compile(r"[^_]+(?:_LATE)?_(\d+)_\d+(?:_|$)", re.IGNORECASE)
_FROM_MOODLE = re.compile(r".*_(\d+)_assignsubmission(?:_|$)", re.IGNORECASE)
"""Names that the two give to files when all submissions are downloaded; the number is the person's `id`."""


class RosterError(Exception):
    """The list cannot be used; one line, `PATH: what is wrong, what to do`."""


@dataclass(frozen=True)
class Student:
    """A line of the list.

    Attributes:
        fields: What it says of each of `FIELDS`; empty where it says nothing.
        cells: All of its cells by the header's words.
    """

    fields: Mapping[str, str]
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return the name for people."""
        return self.fields["name"] or f"{self.fields['first']} {self.fields['last']}".strip()


@dataclass(frozen=True)
class Roster:
    """A course's list of students.

    Attributes:
        header: The file's, in its order.
        columns: The header's word for each field that it has.
        students: In the file's order.
    """

    header: tuple[str, ...]
    columns: Mapping[str, str]
    students: tuple[Student, ...]


def read_roster(path: Path) -> Roster:
    """Read a list; what is no student, such as Canvas' line of possible points, is left out.

    Raises:
        RosterError: It is no CSV in UTF-8 with a header that names students.
    """
    label = for_terminal(str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RosterError(f"{label}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RosterError(f"{label}: is not in UTF-8: save it as CSV in that encoding") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RosterError(f"{label}: is no CSV ({error})") from None
    header = tuple(cell.strip() for cell in lines[0]) if lines else ()
    columns = _columns(header)
    if not set(columns) & set(_IDENTIFYING):
        raise RosterError(f"{label}: its first line names none of the columns {', '.join(_IDENTIFYING)}")
    students = []
    for line in lines[1:]:
        cells = dict(zip(header, [*line, *[""] * len(header)], strict=False))
        fields = {field: cells[columns[field]].strip() if field in columns else "" for field in FIELDS}
        if any(fields[field] for field in _IDENTIFYING) and fields["name"].lower() != "points possible":
            students.append(Student(fields, cells))
    return Roster(header, columns, tuple(students))


def match(submissions: Iterable[str], roster: Roster) -> tuple[list[tuple[str, Student]], list[str]]:
    """Return each submission with its student, and a line for each that cannot be given to one.

    The roster's column `submission` decides, where it has the name. Else the name is, or holds as Canvas' and Moodle's
    downloads do, an id, a number, a login or an email; or it is the person's name. What fits two is given to none.
    """
    found: list[tuple[str, Student]] = []
    problems = []
    for submission in sorted(submissions):
        fitting = _fitting(submission, roster.students)
        if len(fitting) == 1:
            found.append((submission, fitting[0]))
            continue
        if fitting:
            names = " and ".join(for_terminal(student.name or "a line without a name") for student in fitting[:2])
            problems.append(
                f"{for_terminal(submission)}: may be of {names}: say which in the roster's column submission"
            )
        else:
            problems.append(
                f"{for_terminal(submission)}: is of nobody in the roster: add it to the roster's column submission"
            )
    taken = [student for _, student in found]
    twice = {submission for submission, student in found if sum(each is student for each in taken) > 1}
    problems += [
        f"{for_terminal(submission)}: is not the only one of {for_terminal(student.name)}: keep one of them"
        for submission, student in found
        if submission in twice
    ]
    return [pair for pair in found if pair[0] not in twice], problems


def _columns(header: Sequence[str]) -> dict[str, str]:
    plain = {" ".join(cell.lower().replace("_", " ").split()): cell for cell in reversed(header)}
    found = {
        field: next((plain[word] for word in (field, *words) if word in plain), "") for field, words in FIELDS.items()
    }
    return {field: cell for field, cell in found.items() if cell}


def _fitting(submission: str, students: Sequence[Student]) -> list[Student]:
    """Return the students that the first sign which fits anybody fits."""
    signs: tuple[Callable[[Student], bool], ...] = (
        lambda student: student.fields["submission"] == submission,
        lambda student: submission.casefold() in _keys(student),
        lambda student: _downloaded(submission) in {_number(student.fields["id"])} - {""},
        lambda student: _letters(submission) in _names(student),
    )
    for sign in signs:
        fitting = [student for student in students if sign(student)]
        if fitting:
            return fitting
    return []


def _keys(student: Student) -> set[str]:
    fields = student.fields
    email = fields["email"].casefold()
    keys = {fields[field].casefold() for field in ("id", "number", "login")} | {email, email.partition("@")[0]}
    return keys - {""}


def _downloaded(submission: str) -> str | None:
    found = _FROM_MOODLE.match(submission) or _FROM_CANVAS.match(submission)
    return found[1] if found else None


def _number(text: str) -> str:
    """Return a platform's number of a person; Moodle calls it `Participant 17`."""
    return text.casefold().removeprefix("participant").strip()


def _names(student: Student) -> set[str]:
    """Return the ways in which a name may be written without spaces: `Doe, Jane` is `janedoe` and `doejane`."""
    fields = student.fields
    last, comma, first = fields["name"].partition(",")
    ways = [fields["name"], fields["first"] + fields["last"], fields["last"] + fields["first"]]
    ways += [first + last] if comma else []
    words = fields["name"].split()
    ways += [] if comma or not words else ["".join([words[-1], *words[:-1]])]
    return {_letters(way) for way in ways} - {""}


def _letters(text: str) -> str:
    """Return the letters and digits of a text, without accents and case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if each.isalnum())
