"""What crosses between grader and worker arrives as it was sent."""

import math
import struct

import numpy as np
import pytest
import torch

from autograder.wire import DEFAULT, PREFIX_SIZE, Handle, Limits, pack, parse_prefix, unpack
from autograder.wire_values import NUMPY_DTYPES, TORCH_DTYPES


def crossed(value, limits=DEFAULT, **options):
    frame = b"".join(pack({"value": value}, limits, **options))
    header_length, _ = parse_prefix(frame[:PREFIX_SIZE], limits)
    end = PREFIX_SIZE + header_length
    return unpack(frame[PREFIX_SIZE:end], frame[end:], limits)["value"]


def same_bits(a, b):
    return struct.pack("<d", a) == struct.pack("<d", b)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -(1 << 511),
        (1 << 512) - 1,
        1.5,
        5e-324,
        -1.7976931348623157e308,
        2 - 3j,
        "",
        "größer\n\t\x00 \u2028 🙂",
        [],
        [1, [2.0, "three"], None],
        (),
        (1, (2,), [3]),
        {},
        {"a": 1, 2: "b", None: 3, (1, "x"): 4, 1.5: 5, True: 6},
        slice(1, None, -2),
        torch.bfloat16,
        Handle(0),
        Handle((1 << 63) - 1),
    ],
    ids=repr,
)
def test_a_value_arrives_as_it_was_sent(value):
    result = crossed(value)

    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 0.0, -0.0, 0.1])
def test_floats_keep_every_bit(value):
    assert same_bits(crossed(value), value)
    result = crossed(complex(value, -value))
    assert same_bits(result.real, value)
    assert same_bits(result.imag, -value)


def test_nan_stays_nan():
    assert math.isnan(crossed(math.nan))
    assert math.isnan(crossed(complex(math.nan, 1)).real)


@pytest.mark.parametrize("dtype", TORCH_DTYPES.values(), ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 1, 3)])
def test_tensors_of_every_dtype(dtype, shape):
    values = torch.arange(math.prod(shape)).reshape(shape).to(dtype)

    result = crossed(values)

    assert type(result) is torch.Tensor
    assert result.dtype == dtype
    assert result.shape == shape
    assert torch.equal(result, values)


@pytest.mark.parametrize("dtype", NUMPY_DTYPES.values(), ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 1, 3)])
def test_arrays_of_every_dtype(dtype, shape):
    values = np.arange(math.prod(shape)).reshape(shape).astype(dtype)

    result = crossed(values)

    assert type(result) is np.ndarray
    assert result.dtype == dtype
    assert result.shape == shape
    assert np.array_equal(result, values)
    assert result.flags.owndata


@pytest.mark.parametrize("dtype", NUMPY_DTYPES.values(), ids=str)
def test_numpy_scalars_of_every_dtype(dtype):
    result = crossed(dtype.type(1))

    assert type(result) is dtype.type
    assert result == 1


def test_several_tensors_do_not_get_mixed_up():
    result = crossed([torch.arange(3), {"x": torch.ones(2, dtype=torch.int8)}, np.zeros((0, 2)), torch.arange(4)])

    assert result[0].tolist() == [0, 1, 2]
    assert result[1]["x"].tolist() == [1, 1]
    assert result[2].shape == (0, 2)
    assert result[3].tolist() == [0, 1, 2, 3]


def test_nan_and_negative_zero_in_a_tensor_keep_every_bit():
    values = torch.tensor([math.nan, -0.0, math.inf]).view(torch.int32)

    assert torch.equal(crossed(values.view(torch.float32)).view(torch.int32), values)


@pytest.mark.parametrize(
    "values",
    [
        torch.arange(6.0).reshape(2, 3).T,
        torch.arange(24, dtype=torch.int16).reshape(4, 6)[1::2, ::3],
        (torch.arange(24) % 5 == 0).reshape(2, 3, 4).permute(2, 0, 1),
        torch.ones(2, 3, 4, 5).to(memory_format=torch.channels_last),
        torch.arange(12).to(torch.complex64).reshape(3, 4).conj().T,
    ],
    ids=["transposed", "stepped", "permuted", "channels last", "conjugated"],
)
def test_strides_are_kept_on_request(values):
    result = crossed(values, keep_strides=True)

    assert torch.equal(result, values)
    assert result.stride() == values.stride()


def test_strides_of_an_array_are_kept_on_request():
    values = np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1)[::2]

    result = crossed(values, keep_strides=True)

    assert np.array_equal(result, values)
    assert result.strides == values.strides
    result[:] = 0
    assert not result.any()


@pytest.mark.parametrize(
    "values",
    [torch.arange(3.0).expand(4, 3), torch.arange(6).as_strided((2, 3), (1, 1)), torch.ones(1).expand(5)],
    ids=["expanded", "sliding", "constant"],
)
def test_overlapping_strides_become_contiguous(values):
    result = crossed(values, keep_strides=True)

    assert torch.equal(result, values)
    assert result.is_contiguous()


def test_strides_that_reach_over_the_limit_become_contiguous():
    values = torch.arange(1000.0)[::100]

    result = crossed(values, Limits(body_bytes=3000), keep_strides=True)

    assert torch.equal(result, values)
    assert result.is_contiguous()


def test_the_deepest_structure_that_can_be_sent_arrives():
    value = 0
    for _ in range(31):
        value = [value]

    assert crossed(value) == value
