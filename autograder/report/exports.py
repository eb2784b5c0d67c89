"""Grades in the forms that Canvas, Moodle and Gradescope take in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from autograder.report.platforms import Platform
from autograder.report.results import Results
from autograder.report.roster import Roster, Student, match
from autograder.safe_text import for_csv, for_terminal

RESULTS = "results.json"
"""The file of a graded submission, in a folder of its name."""


class ExportError(Exception):
    """There is nothing to export; one line says why."""


@dataclass(frozen=True)
class Column:
    """The graded assignment, as the platform knows it.

    Attributes:
        title: Its name there.
        points: The most that it gives without bonus.
    """

    title: str
    points: float


def read_points(folder: Path) -> tuple[dict[str, float], list[str]]:
    """Return the points of each submission that `autograder grade` has written below a folder.

    Returns:
        The points by submission, and a line for each that was not graded: it gets no points here, not even 0.

    Raises:
        ExportError: There are no results.
    """
    points, problems = {}, []
    for path in sorted(folder.glob(f"*/{RESULTS}")):
        name = path.parent.name
        try:
            results = Results.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            problems.append(f"{for_terminal(name)}: its {RESULTS} cannot be read: grade it again")
            continue
        if results.extra_data.get("graded") is False:
            problems.append(f"{for_terminal(name)}: {results.output.partition(chr(10))[0]}")
        else:
            points[name] = results.total
    if not points and not problems:
        raise ExportError(f"{for_terminal(str(folder))} holds no results: name the folder of `autograder grade --out`")
    return points, problems


def export(platform: Platform, points: Mapping[str, float], roster: Roster, column: Column) -> tuple[str, list[str]]:
    """Return the file's text, and a line for each submission that is not in it."""
    matched, problems = match(points, roster)
    rows = []
    needed = _NEEDED[platform]
    for submission, student in matched:
        if any(student.fields[field] for field in needed):
            rows.append((student, points[submission]))
        else:
            problems.append(
                f"{for_terminal(submission)}: the roster has no {' or '.join(needed)} of {for_terminal(student.name)}"
            )
    return _FORMS[platform](rows, roster, column), problems


_Rows = Sequence[tuple[Student, float]]

_NEEDED = {
    Platform.canvas: ("id", "number", "login"),
    Platform.moodle: ("id", "number", "email"),
    Platform.gradescope: ("email", "number"),
}
"""What the platform knows people by."""


def _canvas(rows: _Rows, roster: Roster, column: Column) -> str:
    """Write a gradebook: where the roster is one, its column of this assignment has Canvas' number behind the title."""
    own = [cell for cell in roster.header if re.fullmatch(re.escape(column.title) + r" \(\d+\)", cell)]
    title = own[0] if len(own) == 1 else column.title
    lines = [["    Points Possible", "", "", "", "", _number(column.points)]]
    for student, points in rows:
        texts = (student.name, *(student.fields[field] for field in ("id", "number", "login", "section")))
        lines.append([*map(for_csv, texts), _number(points)])
    return _written(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", for_csv(title)], lines)


def _moodle(rows: _Rows, roster: Roster, column: Column) -> str:
    """Write a grading worksheet where the roster is one, else what the gradebook's import takes."""
    grade = next((cell for cell in roster.header if cell.lower() == "grade"), None)
    if grade is not None and roster.columns.get("id", "").lower() == "identifier":
        sheet = []
        for student, points in rows:
            cells = {**student.cells, grade: _number(points)}
            # A dash alone is Moodle's word for never, and no formula.
            sheet.append([cell if cell == "-" or key == grade else for_csv(cell) for key, cell in cells.items()])
        return _written([for_csv(cell) for cell in dict.fromkeys(roster.header)], sheet)
    lines = [
        [
            *(for_csv(text) for text in (student.fields["number"], student.fields["email"], student.name)),
            _number(points),
        ]
        for student, points in rows
    ]
    return _written(["ID number", "Email address", "Full name", for_csv(column.title)], lines)


def _gradescope(rows: _Rows, roster: Roster, column: Column) -> str:
    del roster
    lines = []
    for student, points in rows:
        texts = (student.name, student.fields["email"], student.fields["number"])
        lines.append([*map(for_csv, texts), _number(points), _number(column.points)])
    return _written(["Name", "Email", "SID", "Total Score", "Max Points"], lines)


_FORMS = {Platform.canvas: _canvas, Platform.moodle: _moodle, Platform.gradescope: _gradescope}


def _number(points: float) -> str:
    return f"{points:.10g}"


def _written(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *lines])
    return text.getvalue()
