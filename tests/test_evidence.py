"""What a test saw, as a digest: the same for the same answer, another for another one."""

import numpy as np
import pytest
import torch

from autograder.kit.check import Event
from autograder.kit.evidence import Evidence, digest


def seen(value, kind="value", state="wrong", ended="WrongAnswer"):
    return Evidence(state, (Event(kind, value),), ended)


@pytest.mark.parametrize(
    "value",
    [
        torch.arange(6.0).reshape(2, 3),
        torch.tensor([0.1, -7.25, float("inf"), float("nan")]),
        torch.zeros(0, 3),
        torch.tensor(True),
        np.arange(3),
        2.5,
        float("nan"),
        3,
        "text",
        None,
        [(1, 2), {"a": 1}],
        object(),
    ],
)
def test_the_same_value_has_the_same_digest(value):
    assert digest(seen(value)) == digest(seen(value))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (torch.ones(2, 3), torch.ones(3, 2)),
        (torch.ones(2), torch.ones(2).double()),
        (torch.ones(2), np.ones(2, dtype=np.float32)),
        (torch.tensor([1.0, 2.0]), torch.tensor([2.0, 1.0])),
        (torch.tensor([0.1, 0.2]), torch.tensor([0.1, 0.3])),
        (0.1, 0.2),
        (0.1, 0.2e10),
        (1, 1.0),
        (True, 1),
        ("a", None),
        ([1, 2], [1, 2, 3]),
    ],
)
def test_another_value_has_another_digest(one, other):
    assert digest(seen(one)) != digest(seen(other))


def test_the_ending_and_the_state_count():
    digests = {
        digest(seen(1, state=state, ended=ended)) for state in ("wrong", "partly") for ended in ("", "TypeError")
    }

    assert len(digests) == 4


def test_what_was_right_on_the_way_does_not_count():
    first, second = (
        Evidence("wrong", (Event("value", number), Event("held", False)), "WrongAnswer") for number in (1, 2)
    )

    assert digest(first) == digest(second)


def test_all_that_passed_is_the_same():
    assert digest(seen(1, state="done", ended="")) == digest(seen(2, state="done", ended=""))


def test_a_rounding_error_does_not_count():
    one = torch.tensor([0.123456, -4.5, 1 / 3], dtype=torch.float64)

    assert digest(seen(one)) == digest(seen(one * (1 + 1e-12)))


def test_a_list_and_a_tuple_count_as_the_same():
    assert digest(seen([1, 2])) == digest(seen((1, 2)))


def test_a_tensor_with_a_gradient_counts_as_its_values():
    assert digest(seen(torch.ones(2, requires_grad=True))) == digest(seen(torch.ones(2)))
