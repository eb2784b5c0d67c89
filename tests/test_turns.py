"""Gradings that share a GPU: many at once, or one alone."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading

import pytest

from autograder.grader.turns import Turns


@pytest.fixture
def path(tmp_path):
    return tmp_path / "turns"


def can_be_alone(path):
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def test_many_are_there_at_once(path):
    with Turns(path).shared(), Turns(path).shared():
        assert not can_be_alone(path)


def test_a_turn_ends(path):
    with Turns(path).shared():
        pass
    assert can_be_alone(path)


def test_one_that_wants_to_be_alone_waits_for_the_others(path):
    order = []

    def alone():
        with Turns(path).alone():
            order.append("alone")

    thread = threading.Thread(target=alone)
    with Turns(path).shared():
        thread.start()
        order.append("shared")
    thread.join(10)
    assert order == ["shared", "alone"]


def test_the_turn_of_a_process_that_is_killed_ends(path):
    program = (
        "import sys, pathlib, signal\n"
        "from autograder.grader.turns import Turns\n"
        "with Turns(pathlib.Path(sys.argv[1])).alone():\n"
        "    print('there', flush=True)\n"
        "    signal.pause()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "there\n"
    assert not can_be_alone(path)
    process.kill()
    process.communicate()
    assert can_be_alone(path)


def test_nobody_waits_where_a_grading_has_the_device_to_itself():
    turns = Turns(None)
    with turns.shared(), turns.alone():
        assert turns.single
