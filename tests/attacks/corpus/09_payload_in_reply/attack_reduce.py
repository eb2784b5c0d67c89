"""Answers with objects that run a command when they are unpickled: plain, inside a tensor, inside lists and keys."""

import os
import pickle

import torch

COMMAND = "echo autograder-attack > /tmp/autograder-attack-pickle.txt"


class Payload:
    def __reduce__(self):
        return os.system, (COMMAND,)

    __reduce_ex__ = __getstate__ = lambda self, *args: (os.system, (COMMAND,))
    __getnewargs__ = lambda self: (COMMAND,)


class Loaded(torch.Tensor):
    def __reduce_ex__(self, protocol):
        return os.system, (COMMAND,)


def total(x):
    return Payload()


def smooth(x, k):
    return {"value": [Payload(), (Payload(),)], "pickle": pickle.dumps(os.system)}


def average(x):
    tensor = x.as_subclass(Loaded)
    tensor.payload = Payload()
    return tensor
