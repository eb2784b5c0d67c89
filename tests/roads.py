"""The five roads from what a student made of a lab to points, each by its platform's own programs.

1. `autograder grade` of the kit's files;
2. Gradescope: `run_autograder` on the unpacked zip;
3. `nbgrader autograde`, which runs the notebooks in kernels;
4. `autograder grade COURSE --nbgrader`, which reads nbgrader's `submitted/` and writes its gradebook;
5. `otter run` with the zip that `otter assign` made.
"""

from __future__ import annotations

import csv
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from gradescope_places import Place

from autograder.assignment import THRESHOLD, load
from autograder.project import Project
from autograder.release import kit
from autograder.release.targets import TARGETS, Name, Options

NO_RESULT = None
"""A road's answer where it has no points at all for a submission, not even 0."""

_NBGRADERS = """\
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1]) as book:
    found = {}
    for submission in book.assignment_submissions(sys.argv[2]):
        (notebook,) = submission.notebooks
        found[submission.student.id] = {x.name: x.score for x in notebook.grades}
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Work:
    """What a student has made of a lab.

    Attributes:
        name: A word for a folder.
        answers: What stands in the place of an exercise's stub; an empty text is a cell that was deleted.
        first: A cell of the student's own above all others, in a file at the top of it.
        as_notebook: Whether the kit's notebook is handed in, and not its files, also where both could be.
        damage: Makes of the notebook's bytes what is handed in, on every road.
    """

    name: str
    answers: dict[str, str] = field(default_factory=dict)
    first: str = ""
    as_notebook: bool = False
    damage: Callable[[bytes], bytes] | None = None

    def files(self, folder: Path, notebook: str) -> dict[str, str | bytes]:
        """Return what is handed in of a kit: its files, or the notebook where that is all there is."""
        if self.as_notebook or self.damage is not None:
            return {notebook: self.notebook((folder / notebook).read_bytes())}
        stubs = _stubs(json.loads((folder / notebook).read_text(encoding="utf-8")))
        made: dict[str, str | bytes] = {}
        for file in sorted({file for file, _ in stubs.values()}):
            text = (folder / file).read_text(encoding="utf-8")
            for name, (home, stub) in stubs.items():
                if home == file and name in self.answers:
                    assert text.count(stub) == 1, f"the stub of {name} is not in {file} as in the notebook"
                    text = text.replace(stub, self.answers[name])
            made[file] = f"{self.first}\n\n{text}" if self.first and not made else text
        return made

    def notebook(self, released: bytes) -> bytes:
        """Return the notebook that is handed in, made of the one that a platform has released."""
        book = json.loads(released)
        stubs = _stubs(book)
        cells = []
        for cell in book["cells"]:
            name = next((name for name in self.answers if name in stubs and _is_answer(cell, name)), None)
            if name is None:
                cells.append(cell)
            elif self.answers[name]:
                cells.append({**cell, "source": self.answers[name]})
        own = {"cell_type": "code", "id": "own", "metadata": {}, "source": self.first, "outputs": []}
        book["cells"] = [{**own, "execution_count": None}, *cells] if self.first else cells
        made = json.dumps(book).encode()
        return self.damage(made) if self.damage else made


def _ours(cell):
    return cell["metadata"].get("autograder", {})


def _is_answer(cell, name):
    return _ours(cell).get("exercise") == name and "file" in _ours(cell)


def _stubs(book):
    """The file and the stub of each exercise in a released notebook."""
    cells = [cell for cell in book["cells"] if "exercise" in _ours(cell) and "file" in _ours(cell)]
    return {_ours(cell)["exercise"]: (_ours(cell)["file"], "".join(cell["source"])) for cell in cells}


def lab(source: Path, name: str, root: Path, *, training: bool = False) -> Project:
    """Copy a lab to where its releases may lie, without its training run unless that is wanted."""
    for part in ("assignments", "solutions"):
        shutil.copytree(source / part / name, root / part / name, ignore=shutil.ignore_patterns("__pycache__"))
    if not training:
        path = root / "assignments" / name / "assignment.toml"
        text = path.read_text(encoding="utf-8")
        less = load(source / "assignments" / name).training
        assert less is not None
        points = load(source / "assignments" / name).points - less.points
        text = re.sub(r"(?ms)^\[training.*?(?=^\[(?!training)|\Z)", "", text)
        path.write_text(re.sub(r"(?m)^points = .*$", f"points = {points:g}", text, count=1), encoding="utf-8")
    return Project(root, name)


class Roads:
    """All five, made ready for one lab: released, assigned, and unpacked.

    Args:
        project: The lab.
        folder: An empty folder.
        data: Fashion-MNIST's folder for labs with a training run.
    """

    def __init__(self, project: Project, folder: Path, data: Path | None = None) -> None:
        self.project = project
        self.folder = folder
        assignment = load(project.assignment)
        self.said: dict[str, str] = {}  # the whole of what a submission's student reads, by the road last taken
        self.exercises = [exercise.name for exercise in assignment.exercises]
        if assignment.training is not None:
            self.exercises.append(THRESHOLD)
        self.book = f"{project.name}.ipynb"
        self.kit = folder / "kit"
        self.course = folder / "course"
        places = {Name.student: self.kit, Name.nbgrader: self.course, Name.otter: folder / "otter"}
        with mock.patch.object(kit, "make", functools.cache(kit.make)):  # the same for all, and it takes its time
            for name, place in places.items():
                TARGETS[name].write(project, place, Options())
        self._run("nbgrader", "generate_assignment", project.name, cwd=self.course)
        self.workers = folder / "workers"
        shutil.copytree(self.course, self.workers)
        self._run("otter", "assign", "--no-run-tests", self.book, "dist", cwd=folder / "otter")
        (self.otters_zip,) = (folder / "otter" / "dist" / "autograder").glob("*.zip")
        self.place = Place(folder / "gradescope", project)
        if data is not None:
            (self.place.root / "cache" / "autograder").mkdir(parents=True)
            (self.place.root / "cache" / "autograder" / "fashion-mnist").symlink_to(data)

    def by_kit(self, works):
        """Points by `autograder grade` of folders as a kit's."""
        handed_in, out = self._fresh("handed-in"), self._fresh("kits-results")
        for work in works:
            (handed_in / work.name).mkdir(parents=True)
            for file, text in work.files(self.kit, self.book).items():
                data = text if isinstance(text, bytes) else text.encode()
                (handed_in / work.name / file).write_bytes(data)
        # The status is 1 where one cannot be opened; what it has written is looked at.
        self._run("autograder", "grade", self.project.name, str(handed_in), "--out", str(out), cwd=self.project.root)
        with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["submission"]: row for row in csv.DictReader(file)}
        self.said = {work.name: (out / work.name / "results.json").read_text(encoding="utf-8") for work in works}
        return {work.name: {name: float(rows[work.name][name] or 0) for name in self.exercises} for work in works}

    def by_gradescope(self, works):
        """Points by `run_autograder`, from the tests of results.json."""
        found, self.said = {}, {}
        for work in works:
            for part in ("submission", "results"):
                shutil.rmtree(self.place.root / part, ignore_errors=True)
                (self.place.root / part).mkdir()
            self.place.hand_in({self.book: work.notebook((self.kit / self.book).read_bytes())})
            self.place.run()
            found[work.name] = self._sums(self.place.results)
            self.said[work.name] = json.dumps(self.place.results, ensure_ascii=False)
        return found

    def by_nbgrader(self, works):
        """Points by `nbgrader autograde`, from its gradebook."""
        self._submit(self.course, works)
        self._run("nbgrader", "autograde", self.project.name, cwd=self.course)
        self.said = self._autograded(self.course, works)
        for work in works:  # at some that it cannot grade, nbgrader leaves out all after them
            if work.name not in self.said:
                self._run("nbgrader", "autograde", self.project.name, f"--student={work.name}", cwd=self.course)
        self.said = self._autograded(self.course, works)
        return self._gradebook(self.course, works)

    def by_workers(self, works):
        """Points by `autograder grade --nbgrader`, from nbgrader's gradebook."""
        self._submit(self.workers, works)
        out = str(self.folder / "course-results")
        self._run("autograder", "grade", self.project.name, ".", "--nbgrader", "--out", out, cwd=self.workers)
        self.said = self._autograded(self.workers, works)
        return self._gradebook(self.workers, works)

    def by_otter(self, works):
        """Points by `otter run`, from its results."""
        released = (self.otters_zip.parents[1] / "student" / self.book).read_bytes()
        found, self.said = {}, {}
        for work in works:
            place = self.folder / "otters-results" / work.name
            place.mkdir(parents=True)
            (place / self.book).write_bytes(work.notebook(released))
            self._run("otter", "run", "-a", str(self.otters_zip), "-o", str(place), str(place / self.book), cwd=place)
            results = place / "results.json"
            found[work.name] = NO_RESULT
            if results.exists():
                self.said[work.name] = results.read_text(encoding="utf-8")
                tests = json.loads(results.read_text(encoding="utf-8"))["tests"]
                points = {test["name"]: test["score"] for test in tests}
                found[work.name] = {name: points.get(name, 0.0) for name in self.exercises}
        return found

    @property
    def all(self):
        """The roads by the names that a table has for them."""
        return {
            "kit": self.by_kit,
            "Gradescope": self.by_gradescope,
            "nbgrader autograde": self.by_nbgrader,
            "grade --nbgrader": self.by_workers,
            "otter run": self.by_otter,
        }

    def _fresh(self, name):
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def _submit(self, course, works):
        shutil.rmtree(course / "submitted", ignore_errors=True)
        released = (course / "release" / self.project.name / self.book).read_bytes()
        for work in works:
            place = course / "submitted" / work.name / self.project.name
            place.mkdir(parents=True)
            (place / self.book).write_bytes(work.notebook(released))

    def _autograded(self, course, works):
        paths = {work.name: course / "autograded" / work.name / self.project.name / self.book for work in works}
        return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.exists()}

    def _gradebook(self, course, works):
        database = str(course / "gradebook.db")
        command = [sys.executable, "-W", "ignore", "-c", _NBGRADERS, database, self.project.name]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return {
            work.name: {name: found[work.name][name] or 0.0 for name in self.exercises}
            if work.name in found and work.name in self.said
            else NO_RESULT
            for work in works
        }

    def _sums(self, results):
        tests = results.get("tests", [])
        return {name: sum(test.get("score", 0.0) for test in tests if name in test["tags"]) for name in self.exercises}

    def _run(self, *command, cwd):
        """Run a module of this Python as its command does, with no settings of the user's; keep what it says."""
        home = self.folder / "home"
        own = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by its name
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", *command],
            cwd=cwd,
            env={**os.environ, **own, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        with (self.folder / "said.log").open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}  (status {done.returncode}, {time.monotonic() - began:.1f} s)\n")
            log.write(f"{done.stdout}\n")
        return done.returncode
