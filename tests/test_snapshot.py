"""Expected values survive JSON, and a call is known again by its arguments."""

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from autograder.kit.compare import change
from autograder.kit.errors import AuthorError
from autograder.kit.snapshot import fingerprint, from_json, to_json


def stored(value):
    """The value after it has been written and read."""
    return from_json(json.loads(json.dumps(to_json(value))))


# round trips

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ARRAYS = np_st.arrays(
    st.sampled_from(["float64", "float32", "float16", "uint8", "int16", "int64", "bool"]),
    np_st.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner), max_leaves=8))
def test_plain_values_come_back(value):
    assert stored(value) == value
    assert repr(stored(value)) == repr(value)


@given(ARRAYS)
def test_arrays_come_back(array):
    back = stored(array)

    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


@given(ARRAYS)
def test_tensors_come_back_to_the_last_bit(array):
    tensor = torch.from_numpy(array.copy())

    assert change(stored(tensor), tensor) is None


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32, torch.float64])
def test_what_is_not_finite_comes_back(dtype):
    tensor = torch.tensor([math.inf, -math.inf, math.nan, 1 / 3], dtype=dtype)

    assert change(stored(tensor), tensor) is None


def test_a_transposed_tensor_comes_back_by_its_values():
    tensor = torch.arange(6.0).reshape(2, 3).t().requires_grad_()

    assert stored(tensor).tolist() == [[0, 3], [1, 4], [2, 5]]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({}, "dict"),
        (object(), "object"),
        (1j, "complex"),
        (torch.ones(1, dtype=torch.complex64), r"Tensor of torch\.complex64"),
        (np.array(["a"]), "ndarray of <U1"),
        ([1, {2}], "set"),
    ],
)
def test_what_has_no_place_is_the_authors_mistake(value, kind):
    with pytest.raises(AuthorError, match=f"^a {kind} has no place in a snapshot: check takes"):
        to_json(value)


# fingerprints


def test_equal_arguments_have_equal_fingerprints():
    def call():
        return (torch.arange(6.0), np.arange(3), [1, (2.5, None)], "same"), {"stride": 2, "padding": True}

    assert fingerprint(*call()) == fingerprint(*call())


def test_fingerprints_are_the_same_on_every_machine():
    x = torch.tensor([1.0, 2.0], dtype=torch.float64)

    assert fingerprint((x, 3), {"stride": 2}) == "7b6a03bc2fbc7c65"


def test_the_order_of_keywords_and_the_memory_layout_do_not_matter():
    x = torch.arange(6.0).reshape(2, 3)

    assert fingerprint((x,), {"a": 1, "b": 2}) == fingerprint((x.t().contiguous().t(),), {"b": 2, "a": 1})


def test_a_number_of_numpy_is_the_number():
    assert fingerprint((np.int64(2), np.float64(0.5)), {}) == fingerprint((2, 0.5), {})


X = torch.arange(4.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (((X,), {}), ((X + 1,), {})),
        (((X,), {}), ((X.double(),), {})),
        (((X,), {}), ((X.reshape(2, 2),), {})),
        (((X,), {}), ((X, None), {})),
        (((1, 2), {}), ((12,), {})),
        (((1,), {}), ((True,), {})),
        (((1,), {}), ((1.0,), {})),
        ((([1, 2], 3), {}), (([1], 2, 3), {})),
        (((), {"stride": 2}), ((), {"padding": 2})),
        (((np.zeros(2000),), {}), ((np.arange(2000.0) // 1500,), {})),
        (((torch.zeros(3).bfloat16(),), {}), ((torch.ones(3).bfloat16(),), {})),
    ],
)
def test_other_arguments_have_other_fingerprints(one, other):
    assert fingerprint(*one) != fingerprint(*other)


def test_an_empty_tensor_has_a_fingerprint():
    assert fingerprint((torch.zeros(0, 3),), {}) != fingerprint((torch.zeros(3, 0),), {})


def test_an_argument_that_is_no_data_is_the_authors_mistake():
    with pytest.raises(AuthorError, match="an argument of type Linear is another one in every run"):
        fingerprint((torch.nn.Linear(1, 1),), {})
