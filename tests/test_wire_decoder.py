"""A frame that is wrong in any way is refused, and nothing else happens."""

import json
import tracemalloc

import numpy as np
import pytest

from autograder.wire import DEFAULT, Limits, WireError, unpack


def read(value, buffers=(), body=b"", limits=DEFAULT):
    """Decodes a header whose one value is `value`, given as JSON text or as what JSON can say."""
    text = value if isinstance(value, str) else json.dumps(value)
    header = f'{{"buffers":{json.dumps(list(buffers))},"message":{{"dict":[["value",{text}]]}}}}'
    return unpack(header.encode("utf-8", "surrogatepass"), body, limits)["value"]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"null",
        b"[]",
        b"{}",
        b"{" * 100_000,
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b'{"buffers":[],"message":{"dict":[]}} ,',
        b'{"buffers":[],"message":{"dict":[]},"more":1}',
        b'{"buffers":[],"buffers":[],"message":{"dict":[]}}',
        b'{"buffers":[],"message":{"dict":[],"dict":[]}}',
        b'{"buffers":[],"message":[]}',
        b'{"buffers":[],"message":{"dict":[[1,2]]}}',
        b'{"buffers":{},"message":{"dict":[]}}',
        b'{"buffers":[0.0],"message":{"dict":[]}}',
        b'{"buffers":[true],"message":{"dict":[]}}',
        b'{"buffers":[-1,1],"message":{"dict":[]}}',
        b'{"buffers":[1],"message":{"dict":[]}}',
        b'{"buffers":[0],"message":{"dict":[]}}',
        b'{"buffers":[1e1],"message":{"dict":[]}}',
    ],
    ids=lambda header: header[:50].decode("latin-1"),
)
def test_a_header_that_is_none_is_refused(header):
    with pytest.raises(WireError):
        unpack(header, b"")


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "9" * 200,
        "9" * 5000,
        "1." + "0" * 5000,
        '"\\ud800"',
        '"\ud800"',
        '"\x01"',
        "[" * 40 + "]" * 40,
        "[1]]",
        {},
        {"list": []},
        {"__reduce__": ["os.system", ["true"]]},
        {"tuple": [], "list": []},
        {"tuple": {}},
        {"tuple": None},
        {"dict": {}},
        {"dict": [["a"]]},
        {"dict": ["ab"]},
        {"dict": [["a", 1], ["a", 2]]},
        {"dict": [[1, 1], [True, 2]]},
        {"dict": [[[], 1]]},
        {"dict": [[{"dict": []}, 1]]},
        {"dict": [[i, 0] for i in range(1001)]},
        {"slice": [1, 2]},
        {"slice": [1, 2, 3, 4]},
        {"float": 1.5},
        {"float": "1.5"},
        {"float": []},
        {"complex": [1, 2]},
        {"complex": ["nan"]},
        {"complex": ["x", 1.0]},
        {"dtype": "qint8"},
        {"dtype": "load"},
        {"dtype": []},
        {"handle": -1},
        {"handle": True},
        {"handle": 1 << 63},
        {"handle": "1"},
        {"scalar": ["f8", "00"]},
        {"scalar": ["f8", "zz" * 8]},
        {"scalar": ["f8", "  00" * 4]},
        {"scalar": ["f8", 0]},
        {"scalar": ["O", "00" * 8]},
        {"scalar": ["float64", "00" * 8]},
    ],
    ids=lambda value: str(value)[:40].encode("ascii", "replace").decode(),
)
def test_a_value_in_a_form_that_is_none_is_refused(value):
    with pytest.raises(WireError):
        read(value)


@pytest.mark.parametrize(
    ("spec", "buffers", "body"),
    [
        (["float32", [2], 0], [4], 4),
        (["float32", [2], 0], [12], 12),
        (["float32", [1 << 41], 0], [4], 4),
        (["float32", [1 << 40, 1 << 40, 1 << 40, 0], 0], [0], 0),
        (["float32", [10**150] * 16, 0], [0], 0),
        (["float32", [0] * 17, 0], [0], 0),
        (["float32", [-1, -1], 0], [4], 4),
        (["float32", [True], 0], [4], 4),
        (["float32", [1.0], 0], [4], 4),
        (["float32", 1, 0], [4], 4),
        (["float32", [1], 1], [4], 4),
        (["float32", [1], -1], [4], 4),
        (["float32", [1], False], [4], 4),
        (["float32", [1], None], [4], 4),
        (["float32", [1]], [4], 4),
        (["float32", [1], 0, [1], 0], [4], 4),
        (["object", [1], 0], [8], 8),
        (["qint8", [1], 0], [1], 1),
        (["float32", [1], 0], [4, 0], 4),
        (["float32", [1], 0], [4], 5),
        (["float32", [2], 0, [0]], [8], 8),
        (["float32", [2], 0, [-1]], [8], 8),
        (["float32", [2], 0, [True]], [8], 8),
        (["float32", [2], 0, [1, 1]], [8], 8),
        (["float32", [2], 0, []], [8], 8),
        (["float32", [2], 0, None], [8], 8),
        (["float32", [2], 0, [1 << 40]], [8], 8),
        (["float32", [1], 0, [1 << 200]], [4], 4),
        (["float32", [2, 2], 0, [1, 1]], [16], 16),
        (["float32", [0], 0, [1]], [0], 0),
    ],
    ids=lambda value: str(value)[:60],
)
@pytest.mark.parametrize("kind", ["tensor", "array"])
def test_a_tensor_that_claims_what_it_does_not_hold_is_refused(kind, spec, buffers, body):
    names = {"tensor": "float32", "array": "f4"}
    spec = [names[kind] if spec[0] == "float32" else spec[0], *spec[1:]]

    with pytest.raises(WireError):
        read({kind: spec}, buffers, bytes(body))


def test_a_buffer_serves_one_tensor():
    with pytest.raises(WireError, match="a buffer of its own"):
        read([{"tensor": ["float32", [1], 0]}, {"tensor": ["float32", [1], 0]}], [4], bytes(4))


def test_strides_cannot_make_small_buffers_large():
    limits = Limits(body_bytes=10_000)
    one = {"tensor": ["uint8", [2], 0, [8000]]}
    two = {"tensor": ["uint8", [2], 1, [8000]]}

    assert read(one, [2], bytes(2), limits).stride() == (8000,)
    with pytest.raises(WireError, match="in all"):
        read([one, two], [2, 2], bytes(4), limits)


@pytest.mark.parametrize("spec", [["bool", [2], 0], ["b1", [2], 0]])
def test_the_bytes_of_bools_become_zero_or_one(spec):
    kind = "tensor" if spec[0] == "bool" else "array"

    result = read({kind: spec}, [2], b"\x02\x00")

    assert bytes(memoryview(np.asarray(result)).cast("B")) == b"\x01\x00"
    assert read({"scalar": ["b1", "02"]}).tobytes() == b"\x01"


def test_a_key_that_cannot_be_compared_is_refused():
    # A NumPy scalar that has the hash of a tuple is compared with it, element by element.
    pair = next((i, 0) for i in range(100) if 0 <= hash((i, 0)) < (1 << 61) - 1)
    digits = np.int64(hash(pair)).tobytes().hex()

    with pytest.raises(WireError):
        read({"dict": [[{"tuple": list(pair)}, 0], [{"scalar": ["i8", digits]}, 0]]})


# Values so far apart have the same hash in Python, so a dict compares them.
HASH_PERIOD = (1 << 61) - 1


def test_a_key_that_is_too_large_for_the_one_it_is_compared_with_is_refused():
    # Not a dict of any program: it raises the same error as it is made.
    with pytest.raises(OverflowError):
        assert {np.bool_(True): 0, 1 + 8 * HASH_PERIOD: 0}

    with pytest.raises(WireError, match="as the key of a dict"):
        read({"dict": [[{"scalar": ["b1", "01"]}, 0], [1 + 8 * HASH_PERIOD, 0]]})


@pytest.mark.parametrize(
    ("dtype", "large"), [("f2", 1 + HASH_PERIOD), ("f4", 1 + (HASH_PERIOD << 440))], ids=["half", "single"]
)
def test_a_key_that_overflows_as_it_is_compared_is_read_without_a_warning(dtype, large):
    one = np.dtype(dtype).type(1)

    result = read({"dict": [[{"scalar": [dtype, one.tobytes().hex()]}, "one"], [large, "large"]]})

    assert list(result.items()) == [(one, "one"), (large, "large")]


@pytest.mark.parametrize(
    ("limits", "value"),
    [
        (Limits(items=10), [0] * 10),
        (Limits(items=10), {"dict": [[str(i), 0] for i in range(5)]}),
        (Limits(depth=3), [[[0]]]),
        (Limits(depth=3), {"tuple": [{"slice": [None, None, [1]]}]}),
        (Limits(string=3), "four"),
        (Limits(header_bytes=50), "x" * 50),
    ],
)
def test_the_reader_holds_its_limits(limits, value):
    with pytest.raises(WireError):
        read(value if not isinstance(value, str) else json.dumps(value), limits=limits)


def test_the_reader_holds_its_limit_of_buffers():
    with pytest.raises(WireError, match="3 buffers, where at most 2"):
        read([{"tensor": ["uint8", [0], i]} for i in range(3)], [0] * 3, limits=Limits(buffers=2))


@pytest.mark.parametrize("text", ["[],", "{},", '{"":[]},', "0,", '"",', '[""],'])
def test_the_worst_header_takes_little_memory(text):
    limits = Limits(header_bytes=1 << 16)
    header = b"[" + text.encode() * ((1 << 16) // len(text) - 2) + b"0]"
    assert len(header) <= limits.header_bytes

    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            unpack(header, b"", limits)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 50 * len(header)
