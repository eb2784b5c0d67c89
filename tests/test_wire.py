"""Frames: their prefix, and how they are put together as they arrive."""

import struct
import subprocess
import sys
import tracemalloc
from collections import OrderedDict

import numpy as np
import pytest
import torch

from autograder.wire import PREFIX_SIZE, FrameReader, Limits, WireError, pack, parse_prefix, unpack


def joined(message):
    return b"".join(pack(message))


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        (b"AGW1" + struct.pack("<IQ", (1 << 20) + 1, 0), "a header of 1,048,577 bytes"),
        (b"AGW1" + struct.pack("<IQ", 0, 1 << 63), "a body of 9,223,372,036,854,775,808 bytes"),
        (b"\x80\x04pi" + bytes(12), "a frame that begins with"),
        (b"AGW1", "a prefix of 4 bytes"),
    ],
)
def test_a_prefix_is_checked_before_anything_is_read(prefix, message):
    with pytest.raises(WireError, match=message):
        parse_prefix(prefix)


@pytest.mark.parametrize("message", [[], {1: 2}, None, OrderedDict()])
def test_a_message_is_a_dict_with_text_as_keys(message):
    with pytest.raises(WireError, match="no dict with text as keys"):
        pack(message)


def test_a_tensor_of_the_result_has_memory_of_its_own():
    pieces = pack({"value": [torch.zeros(3), np.zeros(3)]})
    body = bytearray(b"".join(pieces[1:]))
    tensor, array = unpack(pieces[0][PREFIX_SIZE:], body)["value"]

    body[:] = b"\xff" * len(body)
    tensor += 1
    array += 1

    assert tensor.tolist() == [1, 1, 1]
    assert array.tolist() == [1, 1, 1]


def test_a_frame_can_arrive_in_any_pieces():
    frame = joined({"value": torch.arange(5.0), "text": "ü"})
    reader = FrameReader()

    for start in range(len(frame)):
        assert reader.frame() is None
        assert reader.needed() > 0
        reader.feed(frame[start : start + 1])
    result = reader.frame()

    assert result["text"] == "ü"
    assert result["value"].tolist() == [0, 1, 2, 3, 4]


def test_a_reader_takes_one_frame_after_another_and_not_a_byte_more():
    frames = joined({"value": 1}) + joined({"value": torch.ones(3)}) + joined({"value": 3})
    reader, start, values = FrameReader(), 0, []

    while start < len(frames):
        size = min(reader.needed(), 7)
        reader.feed(frames[start : start + size])
        start += size
        if (message := reader.frame()) is not None:
            values.append(message["value"])

    assert values[0] == 1
    assert values[1].tolist() == [1, 1, 1]
    assert values[2] == 3
    assert reader.needed() == PREFIX_SIZE


def test_a_reader_takes_nothing_after_the_end():
    frame = joined({"value": 1})
    reader = FrameReader()
    reader.feed(frame[:PREFIX_SIZE])

    with pytest.raises(WireError, match="after the end"):
        reader.feed(frame[PREFIX_SIZE:] + b"!")


def test_a_reader_refuses_a_claim_as_soon_as_it_has_read_it():
    reader = FrameReader(Limits(body_bytes=1000))

    with pytest.raises(WireError, match="a body of 1,001 bytes"):
        reader.feed(b"AGW1" + struct.pack("<IQ", 10, 1001))


def test_a_reader_takes_memory_for_what_arrived_and_not_for_what_is_claimed():
    reader = FrameReader()

    tracemalloc.start()
    try:
        reader.feed(b"AGW1" + struct.pack("<IQ", 1 << 20, 1 << 29))
        reader.feed(bytes(1000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert reader.needed() == (1 << 20) + (1 << 29) - 1000
    assert peak < 100_000


def test_the_memory_of_a_contiguous_tensor_is_sent_without_a_copy():
    values = torch.zeros(1000)

    pieces = pack({"value": values})

    assert np.frombuffer(pieces[1], np.uint8).ctypes.data == values.data_ptr()


def test_the_module_needs_no_more_than_torch_and_numpy():
    code = (
        "import sys, torch, numpy, json; old = set(sys.modules); import autograder.wire;"
        "print(*(name for name in set(sys.modules) - old if not name.startswith(('autograder', 'numpy.'))))"
    )

    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert loaded.split() == []
