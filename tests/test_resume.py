"""A grading that ends before its time goes on where it was, and grades nothing that has not changed.

`KILLS=20 pytest tests/test_resume.py` kills it twenty times more, at moments by chance: between two gradings, amid one,
and while it starts. A class that is graded by then is graded once more from the beginning.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from runs import command, grade, gradings, write, written

from autograder.course.command import _prepare

KILLS = int(os.environ.get("KILLS", "0"))
LONGEST_START, LONGEST_GRADING = 4.0, 0.4
"""Seconds within which a kill by chance comes: after a run began, and after a submission of it was graded."""

STUDENTS = [f"student-{number:02}" for number in range(8)]
SLOW = "import time\n\ndef average(x):\n    time.sleep(60)\n"


@pytest.fixture(scope="module")
def project(tiny_lab):
    return tiny_lab()


@pytest.fixture(scope="module")
def handed_in(project, tmp_path_factory):
    """A class."""
    folder = tmp_path_factory.mktemp("resume") / "class"
    for number, name in enumerate(STUDENTS):
        write(folder, project, name, "" if number % 3 else "\n\ndef average(x):\n    return x.sum()\n")
    return folder


@pytest.fixture(scope="module")
def left_alone(project, handed_in, tmp_path_factory):
    """What a run that nobody ended has written."""
    out = tmp_path_factory.mktemp("alone") / "out"
    said = grade(project, handed_in, out)
    assert "8 graded\n" in said
    return written(out)


def is_killed(project, handed_in, out, graded, seconds=0.0):
    """Grade, kill it so many seconds after so many were graded, and return whether it still ran."""
    with subprocess.Popen(
        command(project, handed_in, out), cwd=project.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while running.poll() is None and sum(gradings(out).values()) < graded:
            pass
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(seconds)
        running.kill()
    return running.returncode == -signal.SIGKILL


def require_the_same_grades(project, handed_in, left_alone, out):
    said = grade(project, handed_in, out)

    assert written(out) == left_alone
    assert gradings(out) == dict.fromkeys(STUDENTS, 1)
    assert "of them before and unchanged since" in said


def test_killed_again_and_again_it_comes_to_the_same_grades_and_grades_nothing_twice(
    project, handed_in, left_alone, tmp_path
):
    out = tmp_path / "out"
    for graded in (1, 3):
        is_killed(project, handed_in, out, graded)

    require_the_same_grades(project, handed_in, left_alone, out)


@pytest.mark.skipif(not KILLS, reason="takes minutes: KILLS=20 in the environment asks for it")
def test_killed_at_any_moment_it_comes_to_the_same_grades(project, handed_in, left_alone, tmp_path):
    out, chance, kills, amid = tmp_path / "0", random.Random(KILLS), 0, 0
    while kills < KILLS:
        before = sum(gradings(out).values())
        if before == len(STUDENTS):
            require_the_same_grades(project, handed_in, left_alone, out)
            out, before = tmp_path / str(kills), 0
        graded = chance.randrange(before, len(STUDENTS))
        seconds = chance.uniform(0, LONGEST_GRADING if graded > before else LONGEST_START)
        if is_killed(project, handed_in, out, graded, seconds):
            kills += 1
            amid += before < sum(gradings(out).values()) < len(STUDENTS)

    assert amid  # the moments are such that it matters
    require_the_same_grades(project, handed_in, left_alone, out)


@pytest.mark.parametrize("jobs", [1, 5])
def test_the_grades_do_not_depend_on_how_many_are_graded_at_once(project, handed_in, left_alone, tmp_path, jobs):
    grade(project, handed_in, tmp_path / "out", "--jobs", str(jobs))

    assert written(tmp_path / "out") == left_alone


def test_a_second_run_grades_only_what_has_changed(project, handed_in, left_alone, tmp_path):
    out, folder = tmp_path / "out", tmp_path / "class"
    for name in ("one", "two"):
        write(folder, project, name)
    grade(project, folder, out)
    write(folder, project, "two", "# changed\n")
    write(folder, project, "three")

    assert "3 graded, 1 of them before and unchanged since" in grade(project, folder, out)
    assert gradings(out) == {"one": 1, "two": 2, "three": 1}


def test_asked_to_it_grades_all_again(project, tmp_path):
    out = tmp_path / "out"
    write(tmp_path / "class", project, "one")
    for options in ((), ("--again",)):
        grade(project, tmp_path / "class" / "one", out, *options)

    assert gradings(out) == {"one": 2}


def test_a_change_of_the_lab_grades_all_again(tiny_lab, tmp_path):
    project, out = tiny_lab(), tmp_path / "out"
    write(tmp_path / "class", project, "one")
    grade(project, tmp_path / "class" / "one", out)
    with (project.assignment / "hidden" / "test_smooth.py").open("a") as file:
        file.write("# another version\n")
    grade(project, tmp_path / "class" / "one", out)

    assert gradings(out) == {"one": 2}


def test_what_was_damaged_among_the_results_is_put_back(project, tmp_path):
    out = tmp_path / "out"
    write(tmp_path / "class", project, "one")
    grade(project, tmp_path / "class" / "one", out)
    before = written(out)
    (out / "one" / "results.json").write_text("{")
    (out / "one" / "details.txt").unlink()
    grade(project, tmp_path / "class" / "one", out)

    assert written(out) == before


def test_grading_one_more_keeps_the_others_in_the_table(project, handed_in, tmp_path):
    out = tmp_path / "out"
    for name in ("one", "two"):
        write(tmp_path / name, project, name)
        said = grade(project, tmp_path / name, out)

    assert f"{out}/grades.csv (with 1 graded before)" in said
    lines = (out / "grades.csv").read_text().splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["one", "11.5"], ["two", "11.5"]]


def test_equal_files_of_two_students_are_graded_once_and_each_text_names_its_own(project, tmp_path):
    out = tmp_path / "out"
    write(tmp_path, project, "anna")
    shutil.copytree(tmp_path / "anna", tmp_path / "ben")
    for name in ("anna", "ben"):
        grade(project, tmp_path / name, out)

    assert gradings(out) == {"anna": 1}
    texts = {name: (out / name / "details.txt").read_text() for name in ("anna", "ben")}
    assert all(text.startswith(f"{name}  (content ") for name, text in texts.items())
    assert texts["ben"].splitlines()[1:] == texts["anna"].splitlines()[1:]


def test_submissions_called_as_our_own_files_have_results_too(project, tmp_path):
    out, names = tmp_path / "out", ("grades.csv", "grades.csv-", "store.sqlite", "store.sqlite-wal")
    for name in names:
        write(tmp_path / "class", project, name)
    grade(project, tmp_path / "class", out)

    assert gradings(out) == dict.fromkeys(names, 1)
    assert len([name for name in written(out) if name.endswith("/results.json")]) == len(names)


def test_two_runs_at_once_do_each_other_no_harm(project, handed_in, left_alone, tmp_path):
    out = tmp_path / "out"
    both = [
        subprocess.Popen(command(project, handed_in, out), cwd=project.root, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]

    assert [running.wait() for running in both] == [0, 0]
    assert written(out) == left_alone


def test_runs_that_begin_at_the_same_time_can_all_write_there(tmp_path):
    out = tmp_path / "out"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_prepare, [out] * 500))

    assert list(out.iterdir()) == []


def test_stopped_it_says_how_far_it_came_and_how_to_go_on(project, tmp_path):
    folder, out = tmp_path / "class", tmp_path / "out"
    write(folder, project, "a-quick-one")
    for number in range(os.cpu_count() or 1):
        write(folder, project, f"slow-{number}", f"\n\n{SLOW}")
    hearing = ["env", "--default-signal=INT"]  # tests that run in the background hand on that it is ignored
    with subprocess.Popen(
        [*hearing, *command(project, folder, out)],
        cwd=project.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        while not gradings(out):
            assert running.poll() is None
        os.kill(running.pid, signal.SIGINT)
        _, said = running.communicate()

    assert running.returncode == 130
    count = 1 + (os.cpu_count() or 1)
    assert said.splitlines()[-1] == (
        f"autograder: stopped: 1 of {count} are graded and kept; the same command goes on from there"
    )
    unfinished = json.loads((out / "slow-0" / "results.json").read_text())
    assert "the grading ended before a result was written here" in unfinished["output"]
    assert json.loads((out / "a-quick-one" / "results.json").read_text())["tests"]
