"""What cannot be sent is refused by its name, in words for the student who returned it."""

import dataclasses
import warnings

import numpy as np
import pytest
import torch

from autograder.wire import Handle, WireError, pack


class Foo:
    pass


class Sly(type):
    @property
    def __name__(cls):
        raise RuntimeError("no name")


class Pretender:
    __class__ = list


@dataclasses.dataclass
class Record:
    x: int = 1


def endless():
    while True:
        yield 0


def nested_tensor():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])


def quantised_tensor():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)


def emptied(view):
    values = torch.ones(1000, 1000)
    result = view(values)
    values.untyped_storage().resize_(0)
    return result


class Dispatching(torch.Tensor):
    @staticmethod
    def __new__(cls):
        return torch.Tensor._make_wrapper_subclass(cls, (2,))

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        raise KeyError("no")


def cycle():
    values = []
    values.append(values)
    return values


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Foo, "an object of type Foo"),
        (lambda: Foo, "an object of type type"),
        (Sly("Bar", (), {}), "an object of type Bar"),
        (Pretender, "an object of type Pretender"),
        (Record, "an object of type Record"),
        (lambda: b"bytes", "an object of type bytes"),
        (lambda: len, "an object of type builtin_function_or_method"),
        (torch.nn.ReLU, "an object of type ReLU"),
        (lambda: {1, 2}, "a set, which has no order, where a list or a tuple is expected"),
        (lambda: 1 << 512, "an int of more than 512 bits"),
        (lambda: -(1 << 512), "an int of more than 512 bits"),
        (lambda: "x" * 65_537, "a text of more than 65,536 characters"),
        (lambda: "\ud800", "a text with a lone surrogate, which is half a character"),
        (endless, "a structure of more than 100,000 values"),
        (lambda: range(10**30), "a structure of more than 100,000 values"),
        (cycle, "a structure nested more than 32 levels deep"),
        (lambda: dict.fromkeys(map(str, range(1001))), "a dict with more than 1,000 keys"),
        (lambda: dict.fromkeys(range(1001)), "a dict with more than 1,000 keys"),
        (lambda: ["x" * 60_000] * 90_000, "a structure with more than 1 MiB of text"),
        (lambda: [1.0 / 3] * 90_000, "a structure whose description is longer than 1 MiB"),
        (lambda: torch.eye(2).to_sparse(), "a sparse tensor, where a dense one is expected"),
        (
            lambda: torch.ones(2, device="meta"),
            "a tensor on the meta device, which has a shape but no values",
        ),
        (nested_tensor, "a nested tensor, where a dense one is expected"),
        (quantised_tensor, "a quantised tensor, where a dense one is expected"),
        (lambda: emptied(torch.Tensor.detach), "a tensor whose memory has been given away"),
        (lambda: emptied(torch.t), "a tensor whose memory has been given away"),
        (Dispatching, "a tensor of type Dispatching whose values cannot be read"),
        (
            lambda: torch.ones(2).to(torch.float8_e4m3fn),
            "the dtype torch.float8_e4m3fn, where a common one such as torch.float32 is expected",
        ),
        (lambda: torch.ones([1] * 17), "a tensor of 17 axes, where at most 16 are expected"),
        (
            lambda: torch.ones(1).expand(1 << 20, 1 << 20),
            "a tensor of more than 512 MiB: its shape is (1048576, 1048576)",
        ),
        (lambda: [torch.empty(1 << 28, dtype=torch.uint8)] * 3, "tensors of more than 512 MiB in all"),
        (lambda: [torch.ones(())] * 4097, "more than 4,096 tensors"),
        (lambda: np.array([None]), "an array of dtype object, where one of numbers is expected"),
        (lambda: np.array(["a"]), "an array of dtype str32, where one of numbers is expected"),
        (lambda: np.datetime64("2020"), "a NumPy scalar of type datetime64"),
        (lambda: np.uint16(1), "a NumPy scalar of type uint16"),
        (lambda: Handle(-1), "a handle whose number is not from 0 to 2**63 - 1"),
        (lambda: Handle("1"), "a handle whose number is not from 0 to 2**63 - 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_sent_is_named(make, message):
    with pytest.raises(WireError) as caught:
        pack({"value": make()})

    assert str(caught.value) == message
