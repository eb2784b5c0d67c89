import os
import pwd
import subprocess
import sys

import pytest

from autograder.course import uids
from autograder.course.uids import Claims

SIZE = 8


@pytest.fixture(autouse=True)
def first(monkeypatch):
    """A range of this process alone, so that gradings beside these tests take none of it."""
    number = 1_000_000_000 + os.getpid() * SIZE
    monkeypatch.setattr(uids, "FIRST", number)
    monkeypatch.setattr(uids, "LAST", number + SIZE - 1)
    return number


def test_two_gradings_never_share_a_user(first):
    one, other = Claims(3), Claims(3)
    assert sorted([*one.uids, *other.uids]) == list(range(first, first + 6))
    one.release()
    other.release()


def test_a_user_that_was_given_back_is_free_again():
    first = Claims(1)
    first.release()
    second = Claims(1)
    assert second.uids == first.uids
    second.release()


def test_a_user_that_the_system_has_is_left_out(first, monkeypatch):
    real = pwd.getpwuid
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: object() if uid == first else real(uid))
    claims = Claims(1)
    assert claims.uids == [first + 1]
    claims.release()


def test_gradings_with_temporary_folders_of_their_own_share_no_user_either(first, tmp_path, monkeypatch):
    claims = Claims(1)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    script = (
        f"from autograder.course import uids; uids.FIRST, uids.LAST = {first}, {first + 1}; print(*uids.Claims(1).uids)"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert claims.uids == [first]
    assert other.stdout.split() == [str(first + 1)]
    claims.release()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root grades with users of their own")
def test_a_user_as_whom_something_runs_is_left_out(first):
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=first) as process:
        claims = Claims(1)
        process.stdin.close()
    assert claims.uids == [first + 1]
    claims.release()


def test_where_too_few_are_free_none_is_kept():
    with pytest.raises(PermissionError, match=f"fewer than {SIZE + 1} user ids"):
        Claims(SIZE + 1)
    every = Claims(SIZE)
    assert len(every.uids) == SIZE
    every.release()
