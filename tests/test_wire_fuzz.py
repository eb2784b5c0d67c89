"""Generated values cross unharmed; generated, mutated and cut frames are refused and nothing else happens."""

import contextlib
import json
import math
import os
import struct
import tracemalloc

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire import PREFIX_SIZE, FrameReader, Handle, Limits, WireError, pack, unpack
from autograder.wire_values import NUMPY_DTYPES, TORCH_DTYPES

# The examples are the same in every run; a larger factor with WIRE_FUZZ=1 looks for new ones.
EXPLORE = os.environ.get("WIRE_FUZZ") is not None


def fuzz(examples):
    return settings(
        max_examples=examples * (20 if EXPLORE else 1), derandomize=not EXPLORE, deadline=None, database=None
    )


SHAPES = st.lists(st.integers(0, 4), max_size=4).map(tuple)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@st.composite
def tensors(draw, shapes=SHAPES):
    shape, dtype = draw(shapes), draw(st.sampled_from(list(TORCH_DTYPES.values())))
    size = math.prod(shape) * dtype.itemsize
    data = bytearray(draw(st.binary(min_size=size, max_size=size)))
    if dtype is torch.bool:
        data = bytearray(byte % 2 for byte in data)
    return torch.frombuffer(data, dtype=dtype).reshape(shape) if size else torch.empty(shape, dtype=dtype)


@st.composite
def arrays(draw, shapes=SHAPES):
    shape, dtype = draw(shapes), draw(st.sampled_from(list(NUMPY_DTYPES.values())))
    size = math.prod(shape) * dtype.itemsize
    data = draw(st.binary(min_size=size, max_size=size))
    if dtype.kind == "b":
        data = bytes(byte % 2 for byte in data)
    return np.frombuffer(data, dtype).reshape(shape)


@st.composite
def views(draw, originals):
    """A view with its axes in another order, and cut with steps."""
    values = draw(originals)
    order = draw(st.permutations(range(values.ndim)))
    values = values.permute(order) if isinstance(values, torch.Tensor) else values.transpose(order)
    steps = [draw(st.builds(slice, st.integers(0, 1), st.none(), st.integers(1, 3))) for _ in order]
    return values[tuple(steps)]


KEYS = st.none() | st.booleans() | st.integers() | TEXT | st.tuples(st.integers(), TEXT)
LEAVES = (
    KEYS
    | st.integers(-(1 << 512) + 1, (1 << 512) - 1)
    | st.floats()
    | st.complex_numbers()
    | st.sampled_from([*TORCH_DTYPES.values()])
    | st.builds(Handle, st.integers(0, (1 << 63) - 1))
    | tensors()
    | arrays()
    | arrays(st.just(())).map(lambda array: array[()])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.builds(slice, inner, inner, inner)
    ),
    max_leaves=12,
)


def described(value):
    """A value that is equal where type, shape, dtype and every bit are."""
    kind, inner = type(value), value
    if kind is torch.Tensor:
        plain = value.clone(memory_format=torch.contiguous_format)
        inner = value.dtype, value.shape, plain.reshape(-1).view(torch.uint8).tolist()
    elif isinstance(value, np.ndarray | np.generic):
        inner = value.dtype, value.shape, value.tobytes()
    elif kind in (list, tuple):
        inner = [described(item) for item in value]
    elif kind is dict:
        inner = [(described(key), described(item)) for key, item in value.items()]
    elif kind is slice:
        inner = described((value.start, value.stop, value.step))
    elif kind in (float, complex):
        parts = complex(value)
        inner = [math.isnan(part) or struct.pack("<d", part) for part in (parts.real, parts.imag)]
    return kind, inner


def crossed(value, limits=None, **options):
    limits = limits or Limits()
    reader = FrameReader(limits)
    for piece in pack({"value": value}, limits, **options):
        data = bytes(piece)
        while data:
            head, data = data[: reader.needed()], data[reader.needed() :]
            reader.feed(head)
    return reader.frame()["value"]


@fuzz(150)
@given(VALUES)
def test_any_value_arrives_with_every_bit(value):
    assert described(crossed(value)) == described(value)


@fuzz(150)
@given(views(tensors()) | views(arrays()), st.booleans())
def test_any_view_arrives_with_every_bit(values, keep_strides):
    result = crossed(values, keep_strides=keep_strides)

    assert described(result) == described(values)


@fuzz(150)
@given(views(tensors()))
def test_any_view_of_a_tensor_keeps_its_strides(values):
    result = crossed(values, keep_strides=True)

    if not values.is_contiguous():
        assert result.stride() == values.stride()


SMALL = st.builds(
    Limits,
    header_bytes=st.integers(20, 300),
    body_bytes=st.integers(0, 60),
    buffers=st.integers(0, 3),
    depth=st.integers(0, 3),
    items=st.integers(0, 12),
    string=st.integers(3, 8),
    rank=st.integers(0, 3),
)


@fuzz(200)
@given(VALUES | views(tensors()), SMALL, st.booleans())
def test_what_passes_the_writers_limits_passes_the_readers(value, limits, keep_strides):
    with contextlib.suppress(WireError):
        pieces = pack({"value": value}, limits, keep_strides=keep_strides)
        frame = b"".join(pieces)
        reader = FrameReader(limits)
        reader.feed(frame[:PREFIX_SIZE])
        reader.feed(frame[PREFIX_SIZE:])
        try:
            result = reader.frame()["value"]
        except WireError as error:
            raise AssertionError("the reader refused what the writer sent") from error
        assert type(result) is type(value)


def outcome(frame, limits=None):
    """Reads a frame as it would arrive; only a message, None for more to come, or a WireError may result."""
    reader = FrameReader(limits or Limits())
    try:
        while frame:
            wanted = reader.needed()
            reader.feed(frame[:wanted])
            frame = frame[wanted:]
            if (message := reader.frame()) is not None:
                assert type(message) is dict
                return message
    except WireError:
        pass
    return None


FRAMES = VALUES.map(lambda value: b"".join(pack({"value": value})))
# A byte is set, bytes are put in, or bytes are taken out.
EDITS = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 3), st.binary(max_size=4)), min_size=1, max_size=4)


@fuzz(300)
@given(FRAMES, EDITS)
def test_a_mutated_frame_is_read_or_refused(frame, edits):
    edited = bytearray(frame)
    for place, cut, new in edits:
        start = place % len(edited) if edited else 0
        edited[start : start + cut] = new
    outcome(bytes(edited))


@fuzz(300)
@given(FRAMES, EDITS)
def test_a_mutated_header_of_the_right_length_is_read_or_refused(frame, edits):
    _, header_length, _ = struct.unpack("<4sIQ", frame[:PREFIX_SIZE])
    header, body = (
        bytearray(frame[PREFIX_SIZE : PREFIX_SIZE + header_length]),
        frame[PREFIX_SIZE + header_length :],
    )
    for place, cut, new in edits:
        start = place % len(header) if header else 0
        header[start : start + cut] = new
    with contextlib.suppress(WireError):
        assert type(unpack(header, body)) is dict


@fuzz(100)
@given(FRAMES, st.integers(0, 1 << 16))
def test_a_cut_frame_gives_nothing(frame, length):
    assert outcome(frame[: length % len(frame)]) is None


@fuzz(200)
@given(st.binary(max_size=200), st.binary(max_size=20))
def test_random_bytes_are_refused(header, body):
    assert outcome(b"AGW1" + struct.pack("<IQ", len(header), len(body)) + header + body) is None


SIZES = st.integers(-1, 5) | st.sampled_from([1 << 31, 1 << 62, 1 << 64, 10**150, True, 1.0, None, "1"])
DTYPES = st.sampled_from([*TORCH_DTYPES, *NUMPY_DTYPES, "object", "O", "", None, 0, []])
SPECS = st.lists(
    DTYPES | st.lists(SIZES, max_size=4) | SIZES | st.sampled_from(["00", "00" * 8, "nan", "zz"]), max_size=5
)
CLAIMS = st.tuples(DTYPES, st.lists(SIZES, max_size=3), st.integers(-1, 2), st.lists(SIZES, max_size=3))
TAGS = st.sampled_from(
    ["tuple", "dict", "slice", "float", "complex", "dtype", "scalar", "handle", "tensor", "array", "list"]
)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | SPECS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TAGS, inner, max_size=2)
        | st.dictionaries(st.sampled_from(["tensor", "array"]), CLAIMS | CLAIMS.map(lambda c: c[:3]), max_size=1)
        | st.lists(st.lists(inner, max_size=3), max_size=4).map(lambda pairs: {"dict": pairs})
    ),
    max_leaves=10,
)


@fuzz(400)
@given(DOCUMENTS, st.lists(st.integers(0, 16), max_size=3), st.integers(-1, 1))
def test_any_document_is_read_or_refused_within_the_limits(document, lengths, more):
    limits = Limits(header_bytes=1 << 14, body_bytes=1 << 10)
    text = json.dumps({"buffers": lengths, "message": {"dict": [["value", document]]}})
    body = bytes(max(sum(lengths) + more, 0))

    tracemalloc.start()
    try:
        with contextlib.suppress(WireError):
            assert type(unpack(text.encode(), body, limits)) is dict
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 50 * limits.header_bytes
