"""Writes frames of its own as answers: wrong starts, lengths that are too large, and JSON that is none."""

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
    yield lambda: b"PK\x03\x04" + b"\0" * 100
    yield lambda: b"\x80\x04\x95" + b"A" * 200
    yield lambda: struct.pack("<4sIQ", b"AGW1", 0xFFFFFFFF, 1 << 63)
    yield lambda: _frame(b"{}", claimed=1 << 26)
    yield lambda: _frame(b"[" * 1_000_000)
    yield lambda: _frame(b'{"buffers":[],"message":' + b"9" * 900_000 + b"}")
    yield lambda: _frame(b'{"buffers":[],"message":{"dict":[["nonce",1e999]]}}')
    yield lambda: _frame(b'{"buffers":[],"message":NaN}')
    yield lambda: _frame(b'{"buffers":[],"buffers":[],"message":{"dict":[]}}')


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
