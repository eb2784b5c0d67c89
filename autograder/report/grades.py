"""grades.csv: a line for each submission, a column for each exercise."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.report.row import Row
from autograder.safe_text import for_csv


def grades_csv(graded: Iterable[Row], exercises: Sequence[str]) -> str:
    """Return the file's text, sorted by submission.

    A name that a spreadsheet would take for a formula gets an apostrophe in front. What was not run has an empty
    cell, not a 0.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["submission", "points", *exercises, "remark"])
    for row in sorted(graded, key=lambda row: row.name):
        points = [row.of(exercise) for exercise in exercises]
        cells = [f"{each.earned:g}" if each.worth else "" for each in points]
        writer.writerow([for_csv(row.name), f"{row.total or 0.0:g}", *cells, for_csv(row.remark)])
    return text.getvalue()
