"""Hostile answers: what a grader keeps of them, and how it says that a program ended."""

import pytest
import torch
from labs import engine_for, messages, submission

from autograder.grader.evidence import LARGEST, agree, kept
from autograder.grader.worker_client import _ending
from autograder.kit.check import Event
from autograder.kit.evidence import Evidence


def wrong(*events, ended="WrongAnswer"):
    return Evidence("wrong", events, ended)


def test_of_the_values_only_the_one_that_decides_is_kept():
    seen = kept(wrong(Event("value", torch.ones(3)), Event("value", 5)))

    assert seen.events == (Event("value", None), Event("value", 5))


def test_where_a_call_raised_no_value_is_kept():
    seen = kept(wrong(Event("value", torch.ones(3)), ended="RuntimeError"))

    assert seen.events == (Event("value", None),)


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(LARGEST // 4 + 1),
        [torch.zeros(LARGEST // 8), torch.zeros(LARGEST // 8 + 1)],
        {"a": "x" * LARGEST},
        [[1.5] * 1000] * (LARGEST // 24_000 + 1),
    ],
    ids=["tensor", "list", "dict", "numbers"],
)
def test_a_value_too_large_to_be_a_known_mistakes_is_not_kept(value):
    seen = kept(wrong(Event("value", value)))

    assert seen.events == (Event("too large", None),)
    assert not agree(seen, kept(wrong(Event("value", torch.zeros(3)))))


@pytest.fixture(scope="module")
def engine():
    with engine_for("cnn", call_seconds=5.0, submission_seconds=60.0) as started:
        yield started


CRASH = ": a crash in compiled code, or a recursion without end"


@pytest.mark.parametrize(("number", "name"), [(40, "signal 40"), (10, "SIGUSR1"), (11, f"SIGSEGV{CRASH}")])
def test_a_program_that_ends_itself_by_any_signal_is_told_so(number, name):
    assert _ending({"status": number}, {}) == f"it was stopped by {name}"


def test_how_a_program_ended_is_told(engine):
    ends = "def correlate2d(a, k):\n    import ctypes\n    ctypes.memset(0, 0, 1)"
    ((_, found),) = engine.grade_all([submission("cnn", {"convolution.py": ends})])

    expected = f"The program ended before it answered (it was stopped by SIGSEGV{CRASH})."
    assert set(messages(found, "correlate2d", hidden=False)) == {expected}
