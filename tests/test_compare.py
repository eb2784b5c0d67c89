"""An answer is right or wrong, and what differs is told in words that a student can use."""

import math
import textwrap

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given
from hypothesis import strategies as st

from autograder.kit.compare import SHOWN, change, difference, show
from autograder.kit.errors import AuthorError


def text(lines):
    return textwrap.dedent(lines).strip("\n")


# what comes first


def test_the_shape_is_told_before_dtype_and_values():
    yours, expected = torch.zeros(2, 3, dtype=torch.int64), torch.ones(3, 2, dtype=torch.float64)

    assert difference(yours, expected) == "shape: yours is (2, 3), expected (3, 2)"


def test_the_dtype_is_told_before_the_values():
    yours, expected = torch.zeros(2, dtype=torch.float64), torch.ones(2, dtype=torch.float32)

    assert difference(yours, expected) == "dtype: yours is torch.float64, expected torch.float32"


def test_another_device_is_no_crash():
    yours, expected = torch.zeros(2, device="meta"), torch.zeros(2)

    assert difference(yours, expected) == "device: yours is meta, expected cpu"


def test_a_sparse_tensor_is_no_dense_one():
    yours, expected = torch.eye(2).to_sparse(), torch.eye(2)

    assert difference(yours, expected) == "layout: yours is torch.sparse_coo, expected torch.strided"


@pytest.mark.parametrize(
    ("yours", "message"),
    [
        ([1.0], "yours is of type list, expected a torch.Tensor"),
        (np.ones(1), "yours is of type ndarray, expected a torch.Tensor"),
        (None, "yours is None, expected a torch.Tensor: does every path return its result?"),
    ],
)
def test_no_tensor_is_told_first(yours, message):
    assert difference(yours, torch.ones(1)) == message


# the table of places


def test_one_wrong_place_is_shown_with_its_index():
    yours, expected = torch.tensor([[1.0, 2], [26, 4]]), torch.tensor([[1.0, 2], [44, 4]])

    assert difference(yours, expected) == text("""
        1 of 4 values differ:
           index | yours | expected
          (1, 0) |    26 |       44
        """)


def test_at_most_five_places_are_shown():
    yours, expected = torch.zeros(3, 3), torch.arange(9.0).reshape(3, 3)

    assert difference(yours, expected) == text("""
        8 of 9 values differ:
           index | yours | expected
          (0, 1) |     0 |        1
          (0, 2) |     0 |        2
          (1, 0) |     0 |        3
          (1, 1) |     0 |        4
          (1, 2) |     0 |        5
          and 3 more
        """)


def test_a_tensor_without_axes_needs_no_table():
    assert difference(torch.tensor(3), torch.tensor(5)) == "yours is 3, expected 5"


def test_two_numbers_have_digits_enough_to_tell_them_apart():
    yours = torch.tensor([1 / 3, 123.4567], dtype=torch.float64)
    expected = torch.tensor([1 / 3 + 1e-8, 123.4568], dtype=torch.float64)

    assert difference(yours, expected) == text("""
        2 of 2 values differ:
          index |        yours |     expected
           (0,) | 0.3333333333 | 0.3333333433
           (1,) |     123.4567 |     123.4568
        """)


def test_true_and_false_are_shown_as_such():
    assert difference(torch.tensor([True]), torch.tensor([False])).endswith("(0,) |  True |    False")


def test_large_integers_are_shown_in_full():
    yours, expected = torch.tensor([2**60]), torch.tensor([2**60 + 1])

    assert difference(yours, expected).endswith("(0,) | 1152921504606846976 | 1152921504606846977")


# what counts as equal


def test_an_fft_is_a_right_answer_to_integers():
    rng = np.random.default_rng(1)
    signal, kernel = rng.integers(-99, 99, 300), rng.integers(-99, 99, 40)
    by_fft = np.fft.irfft(np.fft.rfft(signal, 339) * np.fft.rfft(kernel, 339), 339)
    expected = np.convolve(signal, kernel).astype(float)
    assert (by_fft != expected).any()

    assert difference(torch.from_numpy(by_fft), torch.from_numpy(expected)) is None


def test_integers_in_float64_agree_to_half_a_billionth():
    expected = torch.tensor([44.0, 1e6], dtype=torch.float64)

    assert difference(expected + 4e-10, expected) is None
    assert difference(expected + 6e-10, expected) is not None


def test_other_float64_agree_to_a_billionth_of_their_size():
    expected = torch.tensor([0.5, 1000.25], dtype=torch.float64)

    assert difference(expected * (1 + 0.9e-9), expected) is None
    assert difference(expected * (1 + 1.2e-9), expected) is not None


def test_float32_may_cancel():
    # In float32, 1e4 + 0.1 - 1e4 is 0.0996: an error of 4e-3 in the small number, of 4e-8 in the large one.
    expected = torch.tensor([1e4, 0.1])
    yours = torch.tensor([1e4, 0.0996])

    assert difference(yours, expected) is None


def test_float32_is_not_let_off_a_wrong_value():
    assert difference(torch.tensor([1.0, 1.001]), torch.tensor([1.0, 1.0])) is not None


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_has_few_digits(dtype):
    assert difference(torch.tensor([1.01], dtype=dtype), torch.tensor([1.0], dtype=dtype)) is None
    assert difference(torch.tensor([1.1], dtype=dtype), torch.tensor([1.0], dtype=dtype)) is not None


def test_complex64_has_the_digits_of_float32():
    expected = torch.tensor([1 + 1j])

    assert difference(expected + 1e-6, expected) is None
    assert difference(expected + 1e-2, expected) is not None


@pytest.mark.parametrize("wrong", [0.0, math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("right", [0.0, math.inf, -math.inf, math.nan])
def test_what_is_not_finite_equals_itself_only(wrong, right):
    found = difference(torch.tensor([wrong, 1]), torch.tensor([right, 1]))

    same = wrong == right or (math.isnan(wrong) and math.isnan(right))
    assert found == (None if same else f"1 of 2 values differ:\n{rows(wrong, right)}")


def rows(yours, expected):
    width = max(5, len(f"{yours:g}"))
    return f"  index | {'yours':>{width}} | expected\n   (0,) | {f'{yours:g}':>{width}} | {f'{expected:g}':>8}"


def test_an_infinity_does_not_widen_the_tolerance():
    yours, expected = torch.tensor([math.inf, 1.0]), torch.tensor([math.inf, 2.0])

    assert "(1,) |     1 |        2" in difference(yours, expected)


def test_memory_layout_and_gradients_do_not_matter():
    expected = torch.arange(6.0).reshape(2, 3)
    yours = expected.t().clone().t().requires_grad_()

    assert difference(yours, expected) is None


# numbers, texts and sequences


@pytest.mark.parametrize(
    ("yours", "expected", "message"),
    [
        (3, 3, None),
        (np.int64(3), 3, None),
        (4, 3, "yours is 4, expected 3"),
        (3.0, 3, "yours is the float 3.0, expected the integer 3"),
        (True, 1, "yours is of type bool, expected the integer 1"),
        (None, 1, "yours is None, expected the integer 1: does every path return its result?"),
        (
            torch.tensor(3),
            3,
            "yours is a tensor, expected the integer 3: .item() gives a tensor's only value as a number",
        ),
        (torch.ones(2), 3, "yours is of type Tensor, expected the integer 3"),
        (3, np.int64(3), None),
        (0.25, 0.25, None),
        (np.float32(0.25), 0.25, None),
        (0.1 + 0.2, 0.3, None),
        (0.5, 0.25, "yours is 0.5, expected 0.25"),
        (0.300001, 0.3, "yours is 0.300001, expected 0.3"),
        (1, 1.0, "yours is of type int, expected a Python float, about 1"),
        (math.nan, math.nan, None),
        (math.nan, 0.5, "yours is nan, expected 0.5"),
        (
            torch.tensor(0.5),
            0.5,
            "yours is a tensor, expected a Python float, about 0.5: .item() gives a tensor's only value as a number",
        ),
        (True, True, None),
        (False, True, "yours is False, expected True"),
        (1, True, "yours is 1, expected True"),
        (None, None, None),
        (0, None, "yours is 0, expected None"),
        ("Coat", "Coat", None),
        ("Coat", "Shirt", "yours is 'Coat', expected 'Shirt'"),
        (5, "Shirt", "yours is 5, expected 'Shirt'"),
    ],
)
def test_a_single_value(yours, expected, message):
    assert difference(yours, expected) == message


def test_a_float_agrees_as_far_as_a_float32_goes():
    assert difference(float(np.float32(0.1)), 0.1) is None
    assert difference(0.250001, 0.25) == "yours is 0.250001, expected 0.25"


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_a_float_that_is_no_number_is_only_itself(odd):
    assert difference(odd, odd) is None
    assert difference(1.0, odd) is not None
    assert difference(odd, 1.0) is not None


@pytest.mark.parametrize(
    ("yours", "expected", "message"),
    [
        ((1, 2), (1, 2), None),
        ([1, 2], (1, 2), None),
        ((1, 8, 3, 4), (1, 8, 5, 4), "yours is (1, 8, 3, 4), expected (1, 8, 5, 4)"),
        ([((2, 2), 5)], [((2, 3), 5)], "yours is [((2, 2), 5)], expected [((2, 3), 5)]"),
        ((1, 2.0), (1, 2), "entry 1: yours is the float 2.0, expected the integer 2"),
        ([0.5, 0.5], [0.5, 0.25], "entry 1: yours is 0.5, expected 0.25"),
        ([*range(30), 0], [*range(30), 1], "entry 30: yours is 0, expected 1"),
        ((1, 2), (1, 2, 3), "yours has 2 entries, expected 3: (1, 2)"),
        ([1], [1, 2], "yours has 1 entry, expected 2: [1]"),
        (7, (7,), "yours is of type int, expected a tuple"),
        (None, [7], "yours is None, expected a list: does every path return its result?"),
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1}, {"a": 2}, "entry 'a': yours is 1, expected 2"),
        ({"b": 1}, {"a": 1}, "yours has the keys ['b'], expected ['a']"),
        ([], {}, "yours is of type list, expected a dict"),
    ],
)
def test_a_sequence(yours, expected, message):
    assert difference(yours, expected) == message


def test_a_tensor_in_a_tuple_has_its_table():
    yours, expected = (torch.tensor([1.0]), 5), (torch.tensor([2.0]), 5)

    assert difference(yours, expected).startswith("entry 0: 1 of 1 values differ:\n")


@pytest.mark.parametrize(
    ("yours", "message"),
    [
        (np.array([1.0, 2.0]), None),
        (np.array([[1.0, 2.0]]), "shape: yours is (1, 2), expected (2,)"),
        (np.array([1, 2]), "dtype: yours is int64, expected float64"),
        (np.array(["a", "b"]), "dtype: yours is <U1, expected float64"),
        (np.array([1.0, 3.0]), "1 of 2 values differ:\n  index | yours | expected\n   (1,) |     3 |        2"),
        ([1.0, 2.0], "yours is of type list, expected a NumPy array"),
    ],
)
def test_a_numpy_array(yours, message):
    assert difference(yours, np.array([1.0, 2.0])) == message


def test_an_array_read_backwards_can_be_compared():
    assert difference(np.arange(3.0)[::-1], np.array([2.0, 1.0, 0.0])) is None


def test_an_expected_value_of_another_type_is_the_authors_mistake():
    with pytest.raises(AuthorError, match="no comparison for an expected value of type object"):
        difference(1, object())


# change


def test_a_change_is_told_to_the_last_bit():
    before = torch.tensor([1.0, 2.0], dtype=torch.float64)
    after = before + torch.tensor([0.0, 4e-16], dtype=torch.float64)
    assert difference(after, before) is None

    assert "(1,) | 2.0000000000000004 |        2" in change(after, before)


def test_what_stays_is_no_change():
    before = torch.tensor([1.0, math.nan])

    assert change(before.clone(), before) is None


# show


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        ("Coat", "'Coat'"),
        ([0.5, None], "[0.5, None]"),
        ((1,), "(1,)"),
        (torch.ones(2, 3), "a tensor of shape (2, 3)"),
        ([torch.ones(2)], "[a tensor of shape (2,)]"),
        (np.ones(4), "a NumPy array of shape (4,)"),
        (torch.nn.ReLU(), "an object of type ReLU"),
        ("x" * 200, "'" + "x" * 116 + "..."),
        ({"loss": [0.5], 1: torch.ones(2)}, "{'loss': [0.5], 1: a tensor of shape (2,)}"),
        ([7] * 200, "[" + "7, " * 38 + "7,..."),
    ],
)
def test_a_value_fits_one_line(value, shown):
    assert show(value) == shown


class Counted(list):
    """A list that knows how many of its entries were asked for."""

    asked = 0

    def __iter__(self):
        for entry in super().__iter__():
            self.asked += 1
            yield entry


@pytest.mark.parametrize("wrap", [lambda inner: inner, lambda inner: [inner], lambda inner: {"key": inner}])
def test_of_a_large_value_no_more_is_read_than_is_shown(wrap):
    large = Counted(range(100_000))
    assert len(show(wrap(large))) == 120
    assert large.asked < 200


# for any tensor

DTYPES = [
    *(torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64, torch.complex128),
    *(torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool),
]
SHAPES = st.lists(st.integers(0, 4), max_size=4).map(tuple)


@st.composite
def tensors(draw, shapes=SHAPES):
    dtype, shape = draw(st.sampled_from(DTYPES)), draw(shapes)
    count = math.prod(shape)
    integers = draw(st.lists(st.integers(-50, 50), min_size=count, max_size=count))
    values = torch.tensor(integers, dtype=torch.float64) / draw(st.sampled_from([1, 3]))
    return values.abs().to(dtype).reshape(shape)


@given(tensors())
@example(torch.zeros(0, 3))
@example(torch.tensor([math.nan, math.inf, -math.inf]))
def test_a_tensor_equals_itself(x):
    assert difference(x.clone(), x) is None


@given(tensors(SHAPES.filter(math.prod)), st.data())
def test_a_changed_entry_is_found_and_named(x, data):
    place = tuple(data.draw(st.integers(0, side - 1)) for side in x.shape)
    yours = x.clone()
    yours[place] = not x[place] if x.dtype == torch.bool else x[place] + 20
    assume(yours[place] != x[place])

    found = difference(yours, x)

    if x.dim() == 0:
        assert found.startswith("yours is ")
    else:
        assert found.startswith(f"1 of {x.numel()} values differ:\n")
        assert f" {place} | " in found.splitlines()[2]


@given(tensors(SHAPES.filter(math.prod)), tensors(SHAPES.filter(math.prod)))
def test_a_message_is_short(yours, expected):
    found = difference(yours, expected) or ""

    assert len(found.splitlines()) <= SHOWN + 3
