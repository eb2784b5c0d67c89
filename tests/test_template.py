"""The processes that workers are forked from: one for each set of refused calls; where one ends, grading goes on."""

import contextlib
import os
import signal
from pathlib import Path

import pytest
from conftest import TINY_LAB

from autograder.assignment import load
from autograder.course.local import Engine
from autograder.course.plan import Plan
from autograder.sharing import worker_sets
from autograder.submission import open_submission

TOML = "assignments/tiny/assignment.toml"
BUILDS_ON = 'builds_on = ["smooth"]\n'
SETS = [(), ("convolution",), ("convolution", "pooling"), ("pooling",)]


@pytest.fixture(scope="module")
def lab(tiny_lab):
    """A lab in which two exercises share a worker."""
    return tiny_lab({TOML: TINY_LAB[TOML].replace(BUILDS_ON, f'{BUILDS_ON}forbids = ["pooling"]\n')})


@pytest.fixture
def engine(lab):
    """An engine that is ready for a class."""
    with Engine() as started:
        started.prepare(Plan(lab, load(lab.assignment), data=None, profile=None, confined=True, jobs=1, count=9))
        yield started


@pytest.fixture
def right(lab):
    return open_submission(lab.solutions, load(lab.assignment).files)


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def points(found):
    return sum(entry["score"] for entry in found["tests"])


def test_for_a_class_there_is_one_for_each_set_of_refused_calls(engine, lab, right):
    assert points(engine.grade(right)) == 11.5  # only then are they all there
    assert worker_sets(load(lab.assignment)) == SETS
    assert len(children(engine._processes._zygote.pid)) == len(SETS) + 1  # and the graders' ancestor


@pytest.mark.parametrize("which", [0, 1, 3], ids=["graders", "refuses nothing", "shared"])
def test_where_one_was_killed_the_next_submission_is_graded_all_the_same(engine, right, which):
    engine.grade(right)
    with contextlib.suppress(ProcessLookupError):
        os.kill(children(engine._processes._zygote.pid)[which], signal.SIGKILL)
    assert points(engine.grade(right)) == 11.5


def test_they_end_with_the_engine(lab, right):
    with Engine() as started:
        started.prepare(Plan(lab, load(lab.assignment), data=None, profile=None, confined=True, jobs=1, count=9))
        started.grade(right)
        pids = children(started._processes._zygote.pid)
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
