"""Answers with views, transposed and expanded tensors, results with a graph, and inside uses tuples of every kind."""

import collections
import dataclasses
import typing

import torch


class Window(typing.NamedTuple):
    start: int
    size: int


Point = collections.namedtuple("Point", ["x", "y"])


@dataclasses.dataclass(order=True)
class Part:
    window: Window
    numbers: torch.Tensor = dataclasses.field(compare=False)


def total(x):
    weights = torch.full((1,), 2.0, dtype=x.dtype, requires_grad=True)
    return (weights.expand(len(x)) * x).sum() + 1


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    windows = x.unfold(0, k, 1)
    point = Point(torch.Size(windows.shape), windows.T.t())
    with torch.inference_mode():
        parts = sorted([Part(Window(1, k), point.y.sum(1)), Part(Window(0, k), point.y.sum(1))])
    table = parts[0].numbers.expand(3, -1).T
    return table[:, 1]


def average(x):
    whole = smooth(x, len(x))
    return (whole / len(x)).item()


def parity(n):
    return bool(torch.tensor(n) % 2 == 0)
