"""`autograder new`: what it writes, what it refuses, and that what it wrote is a lab that holds."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignment import load
from autograder.authoring.new import skeleton

SKELETON = Path(__file__).parents[1] / "autograder" / "authoring" / "skeleton"
NOT_NAMES = ["week-3", "3d", "class", "", "a/b", "../up", "é", "_x", "two words", "x.py", "a\nb"]


def autograder(*arguments, folder):
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def complaint(done):
    """The one line on stderr of a command that was refused."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 2, done.stderr
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An empty folder in which a lab was begun, and what the command said."""
    folder = tmp_path_factory.mktemp("labs")
    return folder, autograder("new", "label_noise", folder=folder)


def test_it_writes_the_skeleton_and_nothing_else(begun):
    folder, done = begun
    assert done.returncode == 0, done.stderr
    expected = {}
    for top in ("assignments", "solutions"):
        for path in (SKELETON / top).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                text = path.read_text().replace("$name", "label_noise").replace("$title", "Label noise")
                expected[f"{top}/label_noise/{path.relative_to(SKELETON / top)}"] = text.encode()
    assert files_in(folder) == expected


def test_it_names_every_file_that_it_wrote_and_three_commands(begun):
    folder, done = begun
    files, _, following = done.stdout.partition("\n\n")
    assert sorted(files.splitlines()) == sorted(files_in(folder))
    assert following.splitlines()[1:] == [
        "  autograder verify label_noise",
        "  autograder release label_noise",
        "  autograder grade label_noise solutions/label_noise --out label_noise_results",
    ]


def test_the_new_lab_has_its_name_as_its_title(begun):
    folder, _ = begun
    assert load(folder / "assignments" / "label_noise").title == "Label noise"


def test_every_key_of_the_new_assignment_says_what_it_is(begun):
    folder, _ = begun
    for line in (folder / "assignments" / "label_noise" / "assignment.toml").read_text().splitlines():
        assert not line.partition("#")[0].strip() or "  # " in line, line


def test_the_new_lab_verifies(begun):
    folder, _ = begun
    done = autograder("verify", "label_noise", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_commands_work_where_they_were_printed(tmp_path):
    here, root = tmp_path / "here", tmp_path / "all labs"
    here.mkdir()
    done = autograder("new", "noise", "--root", root, folder=here)
    _, release, grade = (shlex.split(line)[1:] for line in done.stdout.splitlines()[-3:])
    assert autograder(*release, folder=here).returncode == 0
    graded = autograder(*grade, folder=here)
    assert graded.returncode == 0, graded.stderr
    assert (here / "noise_results" / "noise" / "results.json").is_file()


@pytest.mark.parametrize("name", NOT_NAMES)
def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_made(tmp_path, name):
    done = autograder("new", "--", name, folder=tmp_path)
    assert complaint(done).startswith(f"autograder: {name!r} cannot be a lab's name, which begins with a letter")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_nearly_one_is_told_with_a_better_one(tmp_path):
    assert complaint(autograder("new", "Week-3", folder=tmp_path)).endswith("; try 'week_3'")


@pytest.mark.parametrize("top", ["assignments", "solutions", "student_template"])
def test_what_is_there_is_never_touched(tmp_path, top):
    mine = tmp_path / top / "noise" / "first.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    done = autograder("new", "noise", folder=tmp_path)
    assert complaint(done).endswith(f"{top}/noise is there already: choose another name, or remove it")
    assert files_in(tmp_path) == {f"{top}/noise/first.py": b"mine"}


def test_a_second_lab_stands_beside_the_first(tmp_path):
    assert autograder("new", "one", folder=tmp_path).returncode == 0
    first = files_in(tmp_path)
    below = tmp_path / "solutions" / "one"
    assert autograder("new", "two", folder=below).returncode == 0
    both = files_in(tmp_path)
    assert {name: both[name] for name in first} == first
    assert both.keys() - first.keys() == {f"{path}" for path in skeleton("two")}


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    line = complaint(autograder("new", "noise", "--root", tmp_path / "file", folder=tmp_path))
    assert line == f"autograder: {tmp_path}/file/solutions/noise: cannot be written (Not a directory)"
