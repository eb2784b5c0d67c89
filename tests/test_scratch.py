"""Folders for a while: gone when their maker says so, or when the next one comes after it was killed."""

import fcntl
import subprocess
import sys
import tempfile

import pytest

from autograder.scratch import LOCK, Scratch, remove_abandoned

PREFIX = "autograder-scratch-"
MAKE_ONE_AND_WAIT = f"""
import sys
from autograder.scratch import Scratch
made = Scratch({PREFIX!r})
(made.path / "secret").mkdir()
print(made.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def another():
    """Another program with a folder, which waits."""
    with subprocess.Popen(
        [sys.executable, "-c", MAKE_ONE_AND_WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        program.folder = program.stdout.readline().strip()
        yield program
        program.kill()


def test_it_is_there_for_its_maker_alone_and_goes_with_all_that_is_in_it():
    made = Scratch(PREFIX)
    (made.path / "a" / "b").mkdir(parents=True)
    assert made.path.stat().st_mode & 0o077 == 0
    made.remove()
    assert not made.path.exists()


def test_what_a_killed_program_left_is_removed_by_the_next(another, temporary):
    another.kill()
    another.wait()
    assert [path.name for path in temporary.iterdir()] == [another.folder.rpartition("/")[2]]
    made = Scratch(PREFIX)
    assert list(temporary.iterdir()) == [made.path]
    made.remove()


def test_what_a_program_still_uses_stays(another, temporary):
    remove_abandoned(PREFIX)
    assert [str(path) for path in temporary.iterdir()] == [another.folder]


def test_one_that_another_program_removes_before_it_is_locked_is_made_anew(temporary, monkeypatch):
    lock = fcntl.flock

    def late(descriptor, kind):
        monkeypatch.setattr(fcntl, "flock", lock)
        remove_abandoned(PREFIX)
        lock(descriptor, kind)

    monkeypatch.setattr(fcntl, "flock", late)
    made = Scratch(PREFIX)
    remove_abandoned(PREFIX)
    assert list(temporary.iterdir()) == [made.path]
    made.remove()


def test_what_is_no_such_folder_stays(temporary):
    (temporary / f"{PREFIX}of-somebody").mkdir()
    (temporary / "another-thing").mkdir()
    (temporary / "another-thing" / LOCK).touch()
    remove_abandoned(PREFIX)
    assert len(list(temporary.iterdir())) == 2
