"""Writes sound frames in which the value is an object array, a pickle, a class by name, a constructor's call."""

import json
import os
import pickle
import struct
import sys

FORMS = (
    {"array": ["|O8", [1], 0]},
    {"array": ["O", [1], 0]},
    {"scalar": ["O", "00"]},
    {"tensor": ["object", [1], 0]},
    {"dtype": "os.system"},
    {"pickle": 0},
    {"__reduce__": ["os.system", ["true"]]},
    {"py/object": "os.system", "py/reduce": [{"py/type": "os.system"}]},
    {"class": "subprocess.Popen", "args": ["true"]},
    {"handle": {"__class__": "os.system"}},
)
BODY = pickle.dumps(os.system)
TURN = iter(FORMS * 10)


def _nonce():
    frame = sys._getframe()
    while frame is not None:
        request = frame.f_locals.get("request")
        if isinstance(request, dict) and "nonce" in request:
            return request["nonce"]
        frame = frame.f_back
    return 0


def _send(value):
    message = {"dict": [["nonce", _nonce()], ["value", value]]}
    header = json.dumps({"buffers": [len(BODY)], "message": message}).encode()
    os.write(4, struct.pack("<4sIQ", b"AGW1", len(header), len(BODY)) + header + BODY)
    os._exit(0)


def total(x):
    _send(next(TURN))


def smooth(x, k):
    _send(FORMS[k % len(FORMS)])


def average(x):
    _send(FORMS[int(x[0]) % len(FORMS)])
