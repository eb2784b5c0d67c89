"""A course of nbgrader for tests: its commands as a person types them, and what its gradebook holds."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

RIGHT = {
    "smooth": "def smooth(x, k):\n    if k < 1:\n        raise ValueError(f'k={k}')\n"
    "    return x.unfold(0, k, 1).sum(1)",
    "average": "def average(x):\n    return float(x.sum() / len(x))",
    "Pairs": "class Pairs:\n    def __init__(self, x):\n        self.x = x.clone()\n\n    def __len__(self):\n"
    "        return len(self.x)\n\n    def __getitem__(self, i):\n        return self.x[i], self.x[i] ** 2",
    "make_line": "def make_line():\n    return torch.nn.Linear(3, 2)",
}
"""Answers to the small lab."""

MEAN = RIGHT["smooth"].replace("sum(1)", "mean(1)")
"""A wrong `smooth` that is a known mistake."""

_GRADES = """\
import json, sys
from nbgrader.api import Gradebook
found = {}
with Gradebook("sqlite:///" + sys.argv[1]) as book:
    for submission in book.assignment_submissions("tiny"):
        (notebook,) = submission.notebooks
        found[submission.student.id] = {
            "score": submission.score,
            "when": str(submission.timestamp),
            "grades": {x.name: [x.auto_score, x.manual_score, x.needs_manual_grade] for x in notebook.grades},
            "comments": {x.name: x.comment for x in notebook.comments},
        }
print(json.dumps(found))
"""

_BY_HAND = """\
import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1]) as book:
    grade = book.find_grade("smooth", "tiny", "tiny", sys.argv[2])
    grade.manual_score, grade.needs_manual_grade = float(sys.argv[3]), False
    book.find_comment("answer-smooth", "tiny", "tiny", sys.argv[2]).manual_comment = "by hand"
    book.db.commit()
"""


class CourseOfTiny:
    """A folder with a course in which the small lab has been released."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *command, check=True):
        """Run a module of this Python in the course, as `nbgrader` and `autograder` are; no settings of the user's."""
        home = self.folder.parent / "home"
        own = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by its name
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", *command],
            cwd=self.folder,
            env={**os.environ, **own, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done

    def python(self, code, *arguments):
        """Run a program in a process of its own."""
        command = [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def released(self):
        """Return the students' notebook."""
        return json.loads((self.folder / "release/tiny/tiny.ipynb").read_text())

    def solved(self, answers):
        """Return the students' notebook with these answers."""
        book = copy.deepcopy(self.released())
        for cell in book["cells"]:
            name = grade_id(cell).removeprefix("answer-")
            if grade_id(cell) == f"answer-{name}" and name in answers:
                cell["source"] = answers[name]
        return book

    def hand_in(self, student, book, when="2026-01-02 10:00:00 UTC"):
        """Put a notebook, or what its file holds, where nbgrader collects it."""
        folder = self.folder / "submitted" / student / "tiny"
        folder.mkdir(parents=True)
        (folder / "tiny.ipynb").write_text(book if isinstance(book, str) else json.dumps(book))
        (folder / "timestamp.txt").write_text(when)

    def grades(self):
        """Return what the gradebook holds of each student."""
        return json.loads(self.python(_GRADES, self.folder / "gradebook.db"))

    def grade_by_hand(self, student, score):
        """Give points for `smooth` and a comment, as in the formgrader."""
        self.python(_BY_HAND, self.folder / "gradebook.db", student, score)


def grade_id(cell):
    """The id that nbgrader knows a cell by, or nothing."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
