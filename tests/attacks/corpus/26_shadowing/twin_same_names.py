"""Uses names of libraries and builtins for its own things, as beginners do."""

import torch as pt
import torch.nn.functional as F  # many a program has it at its top
from torch.nn import *


class Tensor:
    """Numbers of its own."""

    def __init__(self, list):
        self.list = list

    def sum(self):
        sum = 0
        for input in self.list:
            sum = sum + input
        return sum


def json(numpy):
    return Tensor(numpy.tolist()).sum()


def total(x):
    id, type = json(x), x.dtype
    return pt.tensor(2 * id + 1, dtype=type) if False else 2 * x.sum() + (1 if id is not None else 0)


def test_total():
    assert total(pt.ones(2)) == 5


test_total()
