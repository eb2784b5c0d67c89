"""What a worker answers from: its objects, and what it has refused."""

import pytest
from labs import LABS

from autograder.kit.forbidden import Ban
from autograder.lab import public_facts
from autograder.wire import Handle
from autograder.worker.serve import Session

FACTS = public_facts(LABS["cnn"])
MAKE = {"op": "torch", "path": ["nn", "ReLU"], "args": [], "kwargs": {}, "nonce": 1, "exercise": "make_cnn"}


def asked_of(handle, **more):
    return {"op": "get", "handle": handle.id, "name": "inplace", "nonce": 2, "exercise": "make_cnn", **more}


def test_an_object_stays_as_long_as_its_test_goes_on(tmp_path):
    session = Session(tmp_path, FACTS, Ban([]))
    made = session.answer(MAKE)["value"]
    other = session.answer(MAKE)["value"]

    assert made != other
    assert session.answer(asked_of(made)) == {"nonce": 2, "value": {"value": False}}


def test_the_next_test_gets_new_objects_and_their_numbers_are_new(tmp_path):
    session = Session(tmp_path, FACTS, Ban([]))
    made = session.answer(MAKE)["value"]
    other = session.answer({**MAKE, "forget": True})["value"]

    assert (made, other) == (Handle(1), Handle(2))
    assert session.answer(asked_of(made))["error"]["name"] == "KeyError"
    assert session.answer(asked_of(other))["value"] == {"value": False}


@pytest.mark.parametrize(("shared", "key"), [(True, "error"), (False, "value")])
def test_a_refusal_between_two_answers_is_told_where_it_may_be_another_exercises(tmp_path, shared, key):
    ban = Ban([])
    session = Session(tmp_path, FACTS, ban, shared=shared)
    ban.seen.append("torch.nn.functional.pad")  # as a thread does that goes on after its call

    assert set(session.answer(MAKE)) == {"nonce", key}
