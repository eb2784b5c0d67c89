"""What is read from a worker's answer about its training: numbers of the right kind, no verdicts."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.grader.exam import Exam
from autograder.grader.trained import LossNotFinite, NotCaptured, OutOfMemory, read
from autograder.kit.errors import Raised

EXAM = Exam(torch.zeros(120, 28, 28, dtype=torch.uint8), torch.arange(120) % 10, 0)
COUNT = len(EXAM.images)


def claim(**changes):
    epoch = {"loss": 0.5, "accuracy": 0.8, "pieces": [0.7, 0.3], "kept_mode": True, "logits": torch.zeros(COUNT, 10)}
    return {"epochs": [{**epoch, **changes}], "captured": False}


def trained(found, epochs=1):
    return read(found, EXAM, epochs, (0.0, 1.0), 4, "there is")


def test_a_run_s_facts_are_those_of_its_epochs():
    facts = trained(claim()).facts()
    assert facts == {
        "test_accuracy": 0.1,
        "loss": [0.5],
        "train_accuracy": [0.8],
        "test_accuracies": [0.1],
        "loss_curve": [0.7, 0.3],
        "steps": "eager",
    }


def test_a_long_run_s_curve_has_a_hundred_points():
    found = claim(pieces=[1.0] * 20)
    found["epochs"] *= 30
    assert len(trained(found, epochs=30).facts()["loss_curve"]) == 100


def test_an_accuracy_that_is_claimed_is_not_the_one_that_counts():
    assert trained(claim(accuracy=1.0)).accuracy == 0.1


def test_a_run_has_as_many_epochs_as_were_asked_for():
    with pytest.raises(Raised, match="The program's answer could not be read"):
        trained(claim(), epochs=2)


@pytest.mark.parametrize("dtype", [torch.float8_e5m2, torch.float16, torch.bfloat16, torch.float64])
def test_scores_of_any_type_of_float_are_judged(dtype):
    scores = torch.arange(10.0).expand(COUNT, 10).to(dtype)
    found = trained(claim(logits=scores))
    assert (found.accuracy, found.finding().id) == (0.1, "eval-differs")


@pytest.mark.parametrize(
    ("logits", "said"),
    [
        (torch.zeros(COUNT, 9), rf"The network gave a tensor of shape \({COUNT}, 9\), expected \({COUNT}, 10\)"),
        (torch.zeros(COUNT, 10, dtype=torch.int64), "The network gave a tensor of shape"),
        (torch.full((COUNT, 10), math.nan), "The network gave NaN or infinity for some test images"),
        ([0.0], "The program's answer could not be read"),
    ],
    ids=["shape", "dtype", "nan", "no tensor"],
)
def test_logits_that_are_none_are_told(logits, said):
    with pytest.raises(Raised, match=said):
        trained(claim(logits=logits))


def test_a_loss_that_was_not_finite_is_told_with_its_cause():
    early = {"reason": "loss", "value": math.nan, "epoch": 1, "batch": 2, "batches": 9}
    with pytest.raises(LossNotFinite, match="The loss became nan in epoch 1, batch 2 of 9") as raised:
        read({"stopped": early}, EXAM, 1, (0.0, 255.0), 4, "there is")
    assert "go up to 255" in str(raised.value)


def test_too_little_memory_is_told():
    with pytest.raises(OutOfMemory, match="more memory than the 2,048 MiB that a submission may use"):
        read({"stopped": {"reason": "memory"}}, EXAM, 1, (0.0, 1.0), 4, "the 2,048 MiB that a submission may use")


def test_steps_that_cannot_be_captured_are_asked_for_again():
    with pytest.raises(NotCaptured):
        trained({"stopped": {"reason": "capture"}})


def test_what_the_network_gave_in_place_of_logits_is_told():
    early = {"reason": "network", "text": "the network returned NoneType, expected a tensor of logits"}
    with pytest.raises(Raised, match="Training stopped: the network returned NoneType"):
        trained({"stopped": early})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
early = st.fixed_dictionaries(
    {"stopped": st.dictionaries(st.sampled_from(["reason", "value", "epoch", "text"]), anything)}
)


@given(anything | early | st.fixed_dictionaries({"epochs": st.lists(anything, max_size=2), "captured": anything}))
def test_an_answer_of_another_kind_is_the_student_s(found):
    with pytest.raises((Raised, NotCaptured)):
        trained(found)


@given(st.dictionaries(st.sampled_from(["loss", "accuracy", "pieces", "kept_mode"]), anything))
def test_claims_of_another_kind_are_shown_as_nothing(changes):
    facts = trained(claim(**changes)).facts()
    assert facts["test_accuracy"] == 0.1
    assert all(math.isfinite(number) for key in ("loss", "train_accuracy", "loss_curve") for number in facts[key])
