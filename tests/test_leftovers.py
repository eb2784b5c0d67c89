"""Processes of a user are found and ended, whoever their parent and group are."""

import os
import signal
import time
from pathlib import Path

import pytest

from autograder import leftovers
from autograder.course.uids import Claims

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root grades with users of their own")


@pytest.fixture
def uid():
    claims = Claims(1)
    yield claims.uids[0]
    claims.release()


def started(uid, ways):
    """The pid of a process of this user that has gone some ways to hide, and then waits."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        if "daemon" in ways:
            os.setsid()
            if os.fork():
                os._exit(0)
        if "deaf" in ways:
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
        os.write(tell, str(os.getpid()).encode())
        if "stopped" in ways:
            os.kill(os.getpid(), signal.SIGSTOP)
        while True:
            signal.pause()
    pid = int(os.read(told, 20))
    os.close(told)
    os.close(tell)
    return pid


def runs(pid):
    """Whether a process lives; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("ways", [(), ("daemon",), ("deaf",), ("stopped",), ("daemon", "deaf", "stopped")])
def test_a_process_of_the_user_is_ended(uid, ways):
    pid = started(uid, ways)
    assert runs(pid)
    leftovers.kill_all_of(uid)
    assert not runs(pid)


def test_a_user_without_processes_is_no_error(uid):
    begun = time.monotonic()
    leftovers.kill_all_of(uid)
    assert time.monotonic() - begun < leftovers.LONGEST_SECONDS


def test_another_users_process_lives(uid):
    claims = Claims(1)
    other = started(claims.uids[0], ())
    leftovers.kill_all_of(uid)
    assert runs(other)
    leftovers.kill_all_of(claims.uids[0])
    claims.release()


def test_many_processes_that_start_more_are_ended(uid):
    child = os.fork()
    if child == 0:
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        while True:
            if os.fork() == 0:
                os._exit(0)
            os.waitpid(-1, 0)
    leftovers.kill_all_of(uid)
    assert not runs(child)


def test_what_cannot_be_ended_is_an_error(uid, monkeypatch):
    pid = started(uid, ())
    monkeypatch.setattr(leftovers, "_kill", lambda uid: True)  # as where a process hangs in the kernel
    monkeypatch.setattr(leftovers, "LONGEST_SECONDS", 0.0)
    with pytest.raises(leftovers.LeftoverError, match=str(pid)):
        leftovers.kill_all_of(uid)
    os.kill(pid, signal.SIGKILL)
