"""Otter itself on what a release makes for it: assigned, checked by a student, graded, and attacked."""

from __future__ import annotations

import itertools
import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from labs import LABS, ROOT

from autograder.assignment import THRESHOLD, load
from autograder.course.front_end import grade, points_by_exercise
from autograder.release import otter
from autograder.release.leaks import leaks
from autograder.release.notebook_cells import lab_cells
from autograder.release.otter_notebook import master
from autograder.source import read_all

EXERCISES = ["smooth", "average", "Pairs", "make_line"]

RIGHT = {
    "smooth": (
        "def smooth(x, k):\n    if k < 1:\n        raise ValueError(f'k={k}')\n    return x.unfold(0, k, 1).sum(1)"
    ),
    "make_line": "def make_line():\n    return nn.Sequential(nn.Linear(3, 2))",
}
MEAN = "def smooth(x, k):\n    if k < 1:\n        raise ValueError(f'k={k}')\n    return x.unfold(0, k, 1).mean(1)"
HALF = "def average(x):\n    return float(x.sum()) / 3"

FORGERY = """\
import atexit
import os
import pickle
import sys

from otter.check.notebook import Notebook
from otter.execute import Checker
from otter.test_files import GradingResults
from otter.test_files.abstract_test import TestFile

def full(self):
    return self.possible

TestFile.score = property(full)
TestFile.grade = property(lambda self: 1)
TestFile.passed_all = TestFile.passed_all_public = property(lambda self: True)
Notebook.check = lambda self, *args, **kwargs: None
GradingResults.total = property(lambda self: 11.5)
pickle.dump = lambda results, file: file.write(b"forged")
open("forged", "w").close()
"""
"""What is known to give full points in Otter alone: the tests' own classes, changed in the notebook."""


class Trap:
    """What writes a file where it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def run(*command, cwd, fails=False, **environment):
    """Run Otter as its own command does; give what it says."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "otter", *map(str, command)],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) is fails, done.stdout
    return done.stdout


def answered(path, answers, first=""):
    """Write answers into a student's notebook, and a cell of theirs at its top."""
    book = nbformat.read(path, 4)
    for cell in book.cells:
        cell.source = answers.get(cell.id, cell.source)
    if first:
        book.cells.insert(0, nbformat.v4.new_code_cell(first))
    nbformat.write(book, path)


@pytest.fixture(scope="module")
def kit_at_hand(tiny_kit):
    """Has the kit made once for all releases here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.release.kit.make", lambda project: tiny_kit)
        yield


@pytest.fixture(scope="module")
def made(tiny_lab, kit_at_hand):
    """The release's files."""
    return otter.make(tiny_lab())


@pytest.fixture(scope="module")
def assigned(made, tmp_path_factory):
    """What `otter assign` makes of them, after it has graded the solutions with the plugin."""
    folder = tmp_path_factory.mktemp("otter")
    otter.write(made, folder)
    said = run("assign", "-v", "tiny.ipynb", "dist", cwd=folder)
    assert "All autograder tests passed" in said
    return folder / "dist"


@pytest.fixture
def student(assigned, tmp_path):
    """A student's copy of what Otter has for students."""
    shutil.copytree(assigned / "student", tmp_path / "student")
    return tmp_path / "student"


@pytest.fixture(scope="module")
def autograder_zip(assigned):
    (path,) = assigned.glob("autograder/*.zip")
    return path


# what students get


def given(assigned):
    """The cells of the student's notebook that a lab gives, by id."""
    return {cell.id: cell for cell in nbformat.read(assigned / "student" / "tiny.ipynb", 4).cells}


def test_a_students_cells_are_those_of_the_kit(assigned, tiny_kit):
    kit = {cell.id: cell for cell in nbformat.reads(tiny_kit["tiny.ipynb"].decode(), 4).cells}
    theirs = given(assigned)

    replaced = {f"tests-{name}" for name in EXERCISES}  # by Otter's own
    assert set(kit) - set(theirs) == replaced
    same = set(kit) - replaced - {"about"}
    assert {name: theirs[name].source for name in same} == {name: kit[name].source for name in same}
    assert kit["about"].source.startswith(theirs["about"].source)


def test_each_exercise_is_followed_by_otters_check(assigned):
    cells = nbformat.read(assigned / "student" / "tiny.ipynb", 4).cells
    following = [(cell.id, after.source) for cell, after in itertools.pairwise(cells)]

    assert [(name, f'grader.check("{name}")') for name in EXERCISES] == [
        pair for pair in following if pair[0] in EXERCISES
    ]


def test_an_answers_cell_can_be_edited(assigned):
    assert all(given(assigned)[name].metadata.get("editable", True) for name in EXERCISES)


def test_nothing_that_students_get_gives_an_answer_away(assigned, tiny_lab):
    project = tiny_lab()
    cases = {path.name: path.read_text() for path in (assigned / "student" / "tests").iterdir()}
    texts = {**cases, **{name: cell.source for name, cell in given(assigned).items()}}

    assert leaks(texts, read_all(load(project.assignment), project.solutions), project.assignment) == []


def test_students_get_the_notebook_and_otters_cases_alone(assigned):
    files = {path.relative_to(assigned / "student").as_posix() for path in (assigned / "student").rglob("*.*")}

    assert files == {"tiny.ipynb", *(f"tests/{name}.py" for name in EXERCISES)}


@pytest.fixture(scope="module")
def labs_assigned(tmp_path_factory):
    """What Otter has for students of the project's own labs, from the kits as they are committed."""
    folder = tmp_path_factory.mktemp("labs")
    for lab in LABS:
        kit = ROOT / "student_template" / lab
        names = [path.relative_to(kit).as_posix() for path in kit.rglob("*.*") if path.suffix != ".pyc"]
        sources = read_all(LABS[lab], ROOT / "solutions" / lab)
        (folder / lab / "grading").mkdir(parents=True)
        (folder / lab / "grading" / "README.md").touch()
        (folder / lab / "requirements.txt").touch()
        (folder / lab / f"{lab}.ipynb").write_text(
            master(LABS[lab], sources, {name: (kit / name).read_text() for name in names})
        )
    assign = "import sys, otter.assign as a\nfor lab in sys.argv[1:]: a.main(lab, lab + '.dist', no_run_tests=True)"
    books = [folder / lab / f"{lab}.ipynb" for lab in LABS]
    subprocess.run([sys.executable, "-c", assign, *map(str, books)], cwd=folder, check=True, capture_output=True)
    return {book.stem: Path(f"{book}.dist") / "student" for book in books}


@pytest.mark.parametrize("lab", LABS)
def test_otter_gives_students_the_cells_of_a_lab_as_its_kit_does(lab, labs_assigned):
    cells = nbformat.read(labs_assigned[lab] / f"{lab}.ipynb", 4).cells
    names = [exercise.name for exercise in LABS[lab].exercises]
    sources = read_all(LABS[lab], ROOT / "solutions" / lab)

    assert [cell.source for cell in cells if "file" in cell.metadata.get("autograder", {})] == [
        cell.text for source in sources for cell in lab_cells(source, names) if cell.kind == "code"
    ]


@pytest.mark.parametrize("lab", LABS)
def test_every_exercise_and_the_threshold_is_a_question(lab, labs_assigned):
    names = {exercise.name for exercise in LABS[lab].exercises}

    assert {path.stem for path in (labs_assigned[lab] / "tests").iterdir()} == {*names, THRESHOLD}


# otter check


def test_a_student_reads_the_kits_messages(student):
    answered(student / "tiny.ipynb", {"smooth": MEAN, "make_line": RIGHT["make_line"]})
    said = run("check", "tiny.ipynb", cwd=student)

    assert "make_line results: All test cases passed!" in said
    assert "NotBegun: `average` is not begun." in said
    smooth = said[said.index("smooth results") :]
    assert "WrongAnswer: Two neighbours of 1, 2, 3" in smooth
    assert "Hint: Feed it ones" in smooth


# otter run


@pytest.fixture(scope="module")
def attacked(assigned, autograder_zip, tmp_path_factory):
    """A zip with half of the answers and every forgery that is known, graded by Otter; and the same by ourselves."""
    folder = tmp_path_factory.mktemp("handed-in")
    book = folder / "tiny.ipynb"
    shutil.copy(assigned / "student" / "tiny.ipynb", book)
    answered(book, {**RIGHT, "average": HALF}, first=FORGERY)
    with zipfile.ZipFile(folder / "tiny.zip", "w") as archive:
        archive.write(book, "tiny.ipynb")
        archive.writestr(".OTTER_LOG", pickle.dumps(Trap(folder / "unpickled")))
        archive.writestr("otter/__init__.py", f"open({str(folder / 'imported')!r}, 'w').close()")
        archive.writestr("grading/assignments/tiny/assignment.toml", "")
        archive.writestr("tests/smooth.py", "OK_FORMAT = True\n")
    run("run", "-a", autograder_zip, "-o", folder, folder / "tiny.zip", cwd=folder)
    root = autograder_zip.parent / "grading"
    return folder, json.loads((folder / "results.json").read_text()), grade("tiny", book, root)


def test_otters_points_are_those_of_autograder_grade(attacked):
    _, results, ours = attacked
    points = {test["name"]: (test["score"], test["max_score"]) for test in results["tests"]}

    assert {name: score for name, (score, _) in points.items()} == points_by_exercise(ours, EXERCISES)
    assert points["smooth"] == (5, 5)
    assert points["Pairs"] == (0, 2)
    assert 0 < points["average"][0] < 2.5
    assert sum(most for _, most in points.values()) == 11.5


def test_nothing_of_a_forged_submission_runs_beside_the_grading(attacked):
    folder, _, _ = attacked

    assert {path.name for path in folder.iterdir()} == {"tiny.ipynb", "tiny.zip", "results.json"}


def test_a_question_shows_our_messages_and_no_hidden_input(attacked):
    _, results, ours = attacked
    (average,) = (test for test in results["tests"] if test["name"] == "average")
    hidden = next(test for test in ours.tests if test.extra_data["hidden"] and test.tags == ("average",))

    assert average["visibility"] == "visible"
    assert "average: The average of three numbers, and of one" in average["output"]
    assert f"{hidden.name} result:\n        0 of 1 points" in average["output"]
    assert "-2.5" not in average["output"]


# the release's files


def test_a_release_elsewhere_gives_the_same_bytes(made, tiny_lab):
    assert otter.make(tiny_lab()) == made


def test_what_is_written_again_stays_as_it_is(made, tmp_path):
    otter.write(made, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    otter.write(made, tmp_path)

    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_release_leaves_alone_what_otter_made_beside_it(made, tmp_path):
    for path in (tmp_path / "dist" / "note.txt", tmp_path / "grading" / "of an older release.py"):
        path.parent.mkdir(parents=True)
        path.touch()
    (tmp_path / "tiny.ipynb").touch()
    otter.write(made, tmp_path)

    assert (tmp_path / "dist" / "note.txt").exists()
    assert not (tmp_path / "grading" / "of an older release.py").exists()


def test_a_folder_of_something_else_is_not_written_to(made, tmp_path):
    (tmp_path / "grading").mkdir()

    with pytest.raises(otter.OtterError, match="not of this lab"):
        otter.write(made, tmp_path)


def test_drift_names_each_file(made, tiny_lab, tmp_path):
    otter.write(made, tmp_path)
    (tmp_path / "requirements.txt").write_text("torch\n")
    (tmp_path / "grading" / "LICENSE").unlink()
    (tmp_path / "grading" / "more.py").touch()

    assert otter.drift(tiny_lab(), tmp_path) == [
        f"{tmp_path}/grading/LICENSE: missing",
        f"{tmp_path}/grading/more.py: not from the source",
        f"{tmp_path}/requirements.txt: differs from its source",
    ]


def test_the_package_index_is_the_instructors_choice(tiny_lab, tmp_path):
    otter.write(otter.make(tiny_lab(), "https://example.org/cpu"), tmp_path)

    assert (tmp_path / "requirements.txt").read_text().startswith("--extra-index-url https://example.org/cpu\n")
    assert otter.drift(tiny_lab(), tmp_path) == []


def test_there_is_nothing_to_check_before_a_release(tiny_lab, tmp_path):
    with pytest.raises(otter.OtterError, match="autograder release tiny --to otter"):
        otter.drift(tiny_lab(), tmp_path / "tiny")


def test_all_that_grades_is_in_the_folder_that_students_do_not_get(made):
    names = {name.removeprefix("grading/") for name in made if name.startswith("grading/")}

    assert {"assignments/tiny/hidden/test_smooth.py", "solutions/tiny/signals.py"} <= names
    assert {"pyproject.toml", "README.md", "autograder/course/otter.py"} <= names
    assert set(made) - {f"grading/{name}" for name in names} == {"tiny.ipynb", "requirements.txt"}
