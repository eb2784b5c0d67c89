"""The process that computes what is lent: its limits, and its end at any moment."""

import os
import signal
import threading
import time

import pytest
import torch

from autograder import wire
from autograder.grader.lender import Lender, Lent
from autograder.wire import Handle

SMALL = wire.Limits(body_bytes=1 << 20)


def steps(x, k=1):
    """What a student's code must not find out: which methods are called, in which order."""
    return x.unfold(0, k, 1).sum(dim=1)


def strict(x):
    if x < 0:
        raise ValueError("x must be 0 or more")
    return x[0]


def call(it, x):
    return it(x)


@pytest.fixture
def lender():
    functions = {"zeros": torch.zeros, "size": len, "leave": os._exit, "steps": steps, "strict": strict}
    lent = {name: Lent(function) for name, function in functions.items()}
    made = Lender({**lent, "call": Lent(call, objects=("it",))}, 1 << 30, SMALL)
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


def test_one_that_is_killed_with_arguments_unread_has_a_new_one_answer_for_it(lender):
    assert ask(lender, "size", []) == {"lent": 0}
    os.kill(lender._pid, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (lender._pid, signal.SIGKILL)).start()

    assert ask(lender, "size", torch.zeros(1 << 21)) == {"lent": 1 << 21}


def test_the_deadline_ends_the_process(lender):
    sleeps = Lender({"sleep": Lent(time.sleep)}, 1 << 30, SMALL)
    with pytest.raises(TimeoutError):
        ask(sleeps, "sleep", 60, seconds=0.3)

    assert sleeps._socket is None
    with pytest.raises(ProcessLookupError):
        os.kill(sleeps._pid, 0)


@pytest.mark.parametrize("args", [(Handle(1),), ([torch.ones(2), Handle(1)],), (torch.ones(2), {"k": Handle(1)})])
def test_an_object_is_refused_where_a_value_is_due(lender, args):
    told = ask(lender, "steps", *args)["failed"]
    assert told["kind"] == "TypeError"
    assert "and was given an object" in told["text"]


def test_an_object_is_taken_where_the_lab_says_so(lender):
    asked = []

    def theirs(request):
        asked.append(request["op"])
        return {"value": {"out": torch.ones(1), "graph": None}}

    request = {"lend": "call", "args": [Handle(1), torch.ones(1)], "kwargs": {}}
    assert torch.equal(lender.answer(request, theirs, time.monotonic() + 20)["lent"], torch.ones(1))
    assert asked == ["forward"]


def test_an_object_in_another_argument_is_refused_there_too(lender):
    assert "takes a value for `x`" in ask(lender, "call", Handle(1), Handle(2))["failed"]["text"]


def test_the_references_own_error_is_told_in_its_words(lender):
    assert ask(lender, "strict", -1)["failed"] == {"kind": "ValueError", "text": "x must be 0 or more"}


@pytest.mark.parametrize("args", [(None,), ("text",), (torch.ones(2), 5)])
def test_an_error_inside_the_reference_tells_nothing_of_it(lender, args):
    assert ask(lender, "steps", *args)["failed"]["text"] == "`steps` cannot work with these arguments"


def test_arguments_that_do_not_fit_are_told(lender):
    assert "too many positional arguments" in ask(lender, "steps", 1, 2, 3)["failed"]["text"]
