"""The process that computes what is lent: its limits, and its end at any moment."""

import os
import signal
import threading
import time

import pytest
import torch

from autograder import wire
from autograder.grader.lender import Lender

SMALL = wire.Limits(body_bytes=1 << 20)


@pytest.fixture
def lender():
    made = Lender({"zeros": torch.zeros, "size": len, "leave": os._exit}, 1 << 30, SMALL)
    yield made
    made.close()


def ask(lender, name, *args, seconds=20.0):
    def nothing_to_ask(request):
        raise AssertionError(request)

    return lender.answer({"lend": name, "args": list(args), "kwargs": {}}, nothing_to_ask, time.monotonic() + seconds)


def test_an_answer_over_the_limit_is_refused_and_the_next_one_comes(lender):
    text = ask(lender, "zeros", 1 << 20)["failed"]["text"]

    assert text.startswith("`zeros` would give a tensor of more than 1 MiB")
    assert ask(lender, "size", [1, 2]) == {"lent": 2}


def test_one_that_ends_while_it_computes_is_started_anew(lender):
    assert "could not work with these arguments" in ask(lender, "leave", 1)["failed"]["text"]
    assert ask(lender, "size", [1, 2]) == {"lent": 2}


def test_one_that_ends_with_arguments_unread_is_no_failure_of_the_grading(lender):
    assert ask(lender, "size", []) == {"lent": 0}
    os.kill(lender._pid, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (lender._pid, signal.SIGKILL)).start()

    assert "could not work with these arguments" in ask(lender, "size", torch.zeros(1 << 21))["failed"]["text"]
    assert ask(lender, "size", [1]) == {"lent": 1}


def test_the_deadline_ends_the_process(lender):
    sleeps = Lender({"sleep": time.sleep}, 1 << 30, SMALL)
    with pytest.raises(TimeoutError):
        ask(sleeps, "sleep", 60, seconds=0.3)

    assert sleeps._socket is None
    with pytest.raises(ProcessLookupError):
        os.kill(sleeps._pid, 0)
