"""grades.csv: a line for each submission, a column for each exercise."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from autograder.report.results import Results
from autograder.safe_text import for_csv


def grades_csv(graded: Sequence[tuple[str, Results]], exercises: Sequence[str]) -> str:
    """Return the file's text, sorted by submission.

    A name that a spreadsheet would take for a formula gets an apostrophe in front. What was not run has an empty
    cell, not a 0.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["submission", "points", *exercises, "remark"])
    for name, results in sorted(graded):
        points = results.exercise_points()
        cells = [f"{points[exercise][0]:g}" if points.get(exercise, (0, 0))[1] else "" for exercise in exercises]
        remark = results.output.partition("\n")[0]
        writer.writerow([for_csv(name), f"{results.total:g}", *cells, for_csv(remark)])
    return text.getvalue()
