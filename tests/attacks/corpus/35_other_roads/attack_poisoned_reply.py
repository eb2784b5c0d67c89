"""Patches the road that its answers take: the encoder, JSON, struct, os.write, the pipes, and the classes of errors."""

import builtins
import json
import os
import sys

import torch

from autograder import wire, wire_encoder
from autograder.kit import errors, local
from autograder.worker import pipes, serve

_write = os.write


def _more_than_once(descriptor, data):
    _write(descriptor, bytes(data))
    _write(descriptor, bytes(data))
    return 0


def total(x):
    wire_encoder.Encoder.encode = lambda self, value, depth=0: {"dict": [["nonce", {"float": "nan"}], ["value", 13.0]]}
    return x.sum() + 1


def smooth(x, k):
    os.write = _more_than_once
    serve.Session.answer = lambda self, request: {"nonce": request["nonce"], "value": request["args"][0]}
    pipes.Pipes.receive = lambda self: {"nonce": 0, "op": "call", "name": "total", "args": [], "kwargs": {}}
    return x


def average(x):
    errors.NotBegun.__init__ = lambda self, *_: None
    local.LocalStudent.translate = lambda self, error: errors.StudentError()
    serve.as_data = lambda error: {"kind": "raised", "name": "ValueError", "text": [1], "message": {"k": 0}}
    raise builtins.NotImplementedError


def parity(n):
    json.dumps = wire.json.dumps = lambda *_, **__: (
        '{"buffers": [], "message": {"dict": [["nonce", 1], ["value", true]]}}'
    )
    sys.modules["autograder.worker.serve"].write = lambda *_: None
    torch.save = None
    return n % 2 == 0
