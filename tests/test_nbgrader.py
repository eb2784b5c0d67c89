"""nbgrader's own commands on a course that we released, and its gradebook after our grading."""

import copy
import csv
import hashlib
import html
import json
import re

import pytest
from nbgrader_course import MEAN, RIGHT, CourseOfTiny, grade_id

from autograder.assignment import load
from autograder.release import nbgrader
from autograder.release.leaks import leaks
from autograder.source import read_all

NOISY = (
    "import sys, warnings\n\ndef average(x):\n    print('noise', file=sys.stderr)\n    warnings.warn('more of it')\n"
)
NOISY += "    return float(x.sum() / len(x))\n\nprint('noise', file=sys.stderr)"
TELLING = (
    "import pathlib\npathlib.Path('ran.txt').write_text('here')\n\ndef smooth(x, k):\n    raise ValueError('<b>bold')"
)

UNSOLVED = ("stub", "broken")


@pytest.fixture(scope="module")
def project(tiny_lab):
    return tiny_lab()


@pytest.fixture(scope="module")
def made(project):
    """The files that the release writes into a course."""
    return nbgrader.make(project)


@pytest.fixture(scope="module")
def course(project, made, tmp_path_factory):
    """A course with submissions, graded by us; the assignment was made by nbgrader."""
    course = CourseOfTiny(tmp_path_factory.mktemp("nbgrader") / "course")
    nbgrader.write(made, project, course.folder)
    course.run("nbgrader", "generate_assignment", "tiny")
    course.hand_in("right", course.solved({**RIGHT, "average": NOISY}))
    course.hand_in("mean", course.solved({**RIGHT, "smooth": MEAN}))
    course.hand_in("stub", course.released())
    course.hand_in("telling", course.solved({"smooth": TELLING}))
    course.hand_in("broken", "{no notebook")
    course.hand_in("deleted", without(course.solved(RIGHT), "smooth", "answer-average", "average"))
    copies = {"answer-smooth": MEAN, "smooth": 'run_tests("smooth")'}
    course.hand_in("copied", with_copies(course.solved(RIGHT), copies))
    course.graded = course.run("autograder", "grade", "tiny", ".", "--nbgrader", check=False)
    return course


@pytest.fixture(scope="module")
def grades(course):
    """What the gradebook holds after that."""
    return course.grades()


def without(book, *names):
    book["cells"] = [cell for cell in book["cells"] if grade_id(cell) not in names]
    return book


def with_copies(book, texts):
    """Put a copy of some cells, with other texts, above them."""
    cells = []
    for cell in book["cells"]:
        if grade_id(cell) in texts:
            twin = copy.deepcopy(cell)
            cells.append({**twin, "id": f"{cell['id']}-copy", "source": texts[grade_id(cell)]})
        cells.append(cell)
    book["cells"] = cells
    return book


def texts_of(book):
    return ["".join(cell["source"]) for cell in book["cells"]]


def output_of(book, exercise):
    (cell,) = [cell for cell in book["cells"] if grade_id(cell) == exercise]
    return "".join("".join(output.get("text", "")) for output in cell["outputs"])


def autograded(course, student):
    return json.loads((course.folder / "autograded" / student / "tiny/tiny.ipynb").read_text())


def test_students_get_the_text_of_the_kit_s_notebook(course, tiny_kit):
    assert texts_of(course.released()) == texts_of(json.loads(tiny_kit["tiny.ipynb"]))


def test_nothing_of_the_grader_s_is_in_what_students_get(course, project):
    sources = read_all(load(project.assignment), project.solutions)
    book = course.released()
    cells = {str(number): text for number, text in enumerate(texts_of(book)) if "_set_up(" not in text}
    files = {str(path): path.read_text() for path in (course.folder / "release").rglob("*.py")}
    assert leaks(cells | files, sources, project.assignment) == []
    assert not any("HIDDEN" in text or "SOLUTION" in text for text in cells.values())


def test_nothing_of_the_grader_s_is_in_the_feedback(course, project):
    """What the student of `mean` has written stands in a misconception, so there only our messages are looked at."""
    course.run("nbgrader", "generate_feedback", "tiny")
    pages = {student: (course.folder / f"feedback/{student}/tiny/tiny.html").read_text() for student in UNSOLVED}
    shown = {student: html.unescape(re.sub("<[^>]+>", "", page)) for student, page in pages.items()}
    shown["mean"] = "\n".join(output_of(autograded(course, "mean"), exercise) for exercise in RIGHT)
    assert leaks(shown, read_all(load(project.assignment), project.solutions), project.assignment) == []


def test_an_exercise_is_a_cell_to_write_in_and_one_of_tests_with_its_points(course):
    known = {grade_id(cell): cell["metadata"]["nbgrader"] for cell in course.released()["cells"] if grade_id(cell)}
    assert list(known)[:3] == ["set-up", "answer-smooth", "smooth"]
    assert (known["smooth"]["points"], known["average"]["points"]) == (5, 2.5)
    assert known["answer-smooth"]["solution"]
    assert known["smooth"]["locked"]


def test_a_notebook_that_passes_its_tests_is_valid(course):
    path = course.folder / "release/tiny/right.ipynb"
    path.write_text(json.dumps(course.solved({**RIGHT, "average": NOISY})))
    assert "Success" in course.run("nbgrader", "validate", str(path)).stdout


def test_a_failed_public_test_is_named_with_its_message_where_a_notebook_is_validated(course):
    path = course.folder / "release/tiny/mean.ipynb"
    path.write_text(json.dumps(course.solved({**RIGHT, "smooth": MEAN})))
    said = course.run("nbgrader", "validate", str(path)).stdout
    assert "FAILED ON 1 CELL(S)" in said
    assert "Two neighbours of 1, 2, 3" in said
    assert "(0,) |   1.5 |        3" in said


def test_the_gradebook_holds_the_points_of_each_exercise(grades):
    assert {student: found["score"] for student, found in grades.items()} == {
        "right": 11.5,
        "mean": 7.5,
        "stub": 0,
        "telling": 0,
        "broken": 0,
        "deleted": 9,
        "copied": 11.5,
    }
    assert grades["mean"]["grades"]["smooth"] == [1.0, None, False]
    assert grades["right"]["when"] == "2026-01-02 10:00:00"


def test_what_cannot_be_opened_is_for_a_person_to_look_at(course, grades):
    found = grades["broken"]
    assert {tuple(grade) for grade in found["grades"].values()} == {(0.0, None, True)}
    assert "is no notebook" in found["comments"]["answer-smooth"]
    assert course.graded.returncode == 1


def test_a_comment_says_what_is_wrong_and_none_is_made_of_what_is_right(grades):
    comments = grades["mean"]["comments"]
    assert "Two neighbours of 1, 2, 3" in comments["answer-smooth"]
    assert "Hint: Feed it ones" in comments["answer-smooth"]
    assert comments["answer-average"] is None


def test_nothing_of_a_submission_has_run(course):
    assert not list(course.folder.rglob("ran.txt"))
    assert "pathlib" in "".join(texts_of(autograded(course, "telling")))


def test_a_hidden_test_s_result_is_its_name_and_points_alone(course):
    said = output_of(autograded(course, "mean"), "smooth")
    assert "0 of 2      A long row\n      The answer is not right.\n" in said
    assert "secret_row" not in said


def test_deleted_tests_are_put_back_and_of_copies_the_last_counts(course):
    names = [grade_id(cell) for cell in autograded(course, "deleted")["cells"] if grade_id(cell)]
    assert names[:2] == ["answer-smooth", "smooth"]
    assert names[-1] == "average"
    names = [grade_id(cell) for cell in autograded(course, "copied")["cells"] if grade_id(cell)]
    assert names[:3] == ["answer-smooth", "smooth", "answer-average"]


def test_nbgrader_makes_its_feedback_and_its_table_of_it(course):
    course.run("nbgrader", "generate_feedback", "tiny")
    course.run("nbgrader", "export")
    page = (course.folder / "feedback/mean/tiny/tiny.html").read_text()
    assert "Hint: Feed it ones" in page
    assert "<b>bold" not in (course.folder / "feedback/telling/tiny/tiny.html").read_text()
    rows = csv.DictReader((course.folder / "grades.csv").read_text().splitlines())
    assert {row["student_id"]: float(row["score"]) for row in rows}["mean"] == 7.5


def test_to_grade_again_changes_nothing_and_keeps_what_was_done_by_hand(course):
    course.grade_by_hand("stub", 4)
    before, files = course.grades(), state_of(course.folder / "autograded")
    course.run("autograder", "grade", "tiny", ".", "--nbgrader", check=False)
    assert (course.grades(), state_of(course.folder / "autograded")) == (before, files)
    assert before["stub"]["score"] == 4
    assert before["stub"]["comments"]["answer-smooth"] == "by hand"


def state_of(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_second_release_leaves_the_course_s_own_alone(course, made, project):
    config = course.folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}# mine\n")
    owned = {"source", "assignments", "solutions", "autograder_config.py"}
    theirs = [path for path in course.folder.iterdir() if path.name not in owned]
    before = [path.stat().st_mtime_ns for path in theirs]
    assert nbgrader.write(made, project, course.folder) == []
    assert [path.stat().st_mtime_ns for path in theirs] == before


def test_drift_is_told_file_by_file_and_mended_by_the_next_release(made, project, tmp_path):
    nbgrader.write(made, project, tmp_path)
    assert nbgrader.drift(made, project, tmp_path) == []
    (tmp_path / "source/tiny/old.py").write_text("x = 1\n")
    (tmp_path / "assignments/tiny/hidden/test_smooth.py").unlink()
    (tmp_path / "source/tiny/pytest.ini").write_text("")
    assert [line.removeprefix(f"{tmp_path}/") for line in nbgrader.drift(made, project, tmp_path)] == [
        "assignments/tiny/hidden/test_smooth.py: missing",
        "source/tiny/old.py: not from the lab",
        "source/tiny/pytest.ini: differs from the lab",
    ]
    nbgrader.write(made, project, tmp_path)
    assert nbgrader.drift(made, project, tmp_path) == []


def test_settings_that_leave_the_labs_out_are_named_and_kept(made, project, tmp_path):
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\n")
    (said,) = nbgrader.write(made, project, tmp_path)
    assert said == (
        f'{config}: it is yours and stays as it is; write load_subconfig("autograder_config.py") into it, '
        "the labs need these settings"
    )
    assert config.read_text() == "c = get_config()\n"


@pytest.mark.parametrize("there", ["source/tiny/tiny.ipynb", "assignments/tiny/assignment.toml"])
def test_what_no_release_has_written_is_not_overwritten(made, project, tmp_path, there):
    (tmp_path / there).parent.mkdir(parents=True)
    (tmp_path / there).write_text("mine")
    with pytest.raises(nbgrader.CourseError, match="no release has written it"):
        nbgrader.write(made, project, tmp_path)
    with pytest.raises(nbgrader.CourseError, match="the labs' own folder"):
        nbgrader.write(made, project, project.root)


def test_the_same_lab_gives_the_same_bytes(made, project):
    assert nbgrader.make(project) == made


def test_the_command_makes_a_course_that_grades_nothing_before_its_assignment(project, tmp_path):
    course = CourseOfTiny(tmp_path / "course")
    course.folder.mkdir()
    done = course.run("autograder", "release", str(project.assignment), "--to", "nbgrader", "--out", ".")
    assert "files of a course (nbgrader)" in done.stdout
    course.hand_in("right", "{}")
    done = course.run("autograder", "grade", "tiny", ".", "--nbgrader", check=False)
    assert done.returncode == 2
    assert "run `nbgrader generate_assignment tiny`" in done.stderr
    assert not (course.folder / "gradebook.db").exists()
