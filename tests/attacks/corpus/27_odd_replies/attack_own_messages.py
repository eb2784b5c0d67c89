"""Writes messages of its own as answers: shapes that do not fit, negative sizes, too many buffers, other nonces."""

import json
import os
import struct
import sys

from autograder import wire

CALLS = []


def _nonce():
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if type(value) is dict and "nonce" in value and "op" in value:
                return value["nonce"]
        frame = frame.f_back
    return 0


def _frame(header, body=b"", claimed=None):
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<4sIQ", b"AGW1", len(data), len(body) if claimed is None else claimed) + data + body


def _answer(value, buffers=(), **more):
    pairs = [["nonce", _nonce()], ["value", value]]
    return {"buffers": list(buffers), "message": {"dict": pairs}, **more}


def _frames():
    yield lambda: _frame(_answer({"tensor": ["float32", [1 << 20, 1 << 21], 0]}, [4]), b"\0" * 4)
    yield lambda: _frame(_answer({"tensor": ["float32", [3], 0, [1 << 61]]}, [12]), b"\0" * 12)
    yield lambda: _frame(_answer({"tensor": ["float32", [-3], 0]}, [12]), b"\0" * 12)
    yield lambda: _frame(_answer({"tensor": ["float32", [3], 0]}, [1 << 62]), b"")
    yield lambda: _frame(_answer([{"tensor": ["uint8", [0], i]} for i in range(5000)], [0] * 5000))
    yield lambda: _frame(_answer({"array": ["O8", [1], 0]}, [8]), b"\0" * 8)
    yield lambda: _frame(_answer({"handle": -1}))
    yield lambda: _frame(_answer({"dict": [[i, 0] for i in range(1001)]}))
    yield lambda: _frame(_answer({"scalar": ["f8", "00" * 70_000]}))
    yield lambda: _frame({"buffers": [], "message": {"dict": [["nonce", {"float": "nan"}], ["value", 13.0]]}})
    yield lambda: _frame({"buffers": [], "message": {"dict": [["nonce", True], ["value", 13.0]]}})
    yield lambda: _frame(
        {"buffers": [], "message": {"dict": [["lend", "total"], ["args", []], ["kwargs", {"dict": []}]]}}
    )


FRAMES = list(_frames())


def _poison():
    CALLS.append(0)
    made = FRAMES[(len(CALLS) + int(os.path.basename(os.getcwd()))) % len(FRAMES)]()
    wire.pack = lambda *_, **__: [made]


def total(x):
    _poison()


def smooth(x, k):
    _poison()


def average(x):
    _poison()


def parity(n):
    _poison()
