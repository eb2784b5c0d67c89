"""What is sent is what an object holds, whatever it says of itself."""

import enum
import typing
from collections import OrderedDict

import numpy as np
import pytest
import torch

from autograder.wire import DEFAULT, PREFIX_SIZE, pack, parse_prefix, unpack


def crossed(value, limits=DEFAULT, **options):
    frame = b"".join(pack({"value": value}, limits, **options))
    header_length, _ = parse_prefix(frame[:PREFIX_SIZE], limits)
    end = PREFIX_SIZE + header_length
    return unpack(frame[PREFIX_SIZE:end], frame[end:], limits)["value"]


class Pair(typing.NamedTuple):
    first: int
    second: int


class Colour(enum.IntEnum):
    RED = 3


class Stubborn(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return "whatever you like"


class LyingList(list):
    def __iter__(self):
        return iter([1, 2, 3])

    def __len__(self):
        return 3


class LyingDict(dict):
    def items(self):
        return [("a", 1)]


class LyingTuple(tuple):  # noqa: SLOT001
    def __iter__(self):
        return iter([1, 2, 3])


class LyingFloat(float):  # noqa: PLW1641
    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0

    def __repr__(self):
        return "1.0"


class LyingInt(int):
    def __int__(self):
        return 1

    def __index__(self):
        return 1

    def __str__(self):
        return "1"

    __repr__ = __str__


class LyingText(str):  # noqa: SLOT000
    def __str__(self):
        return "right"


class LyingScalar(np.float64):
    dtype = None

    def tobytes(self):
        return b""


class LyingComplex(complex):
    real = imag = 1.0

    def __complex__(self):
        return 1j


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (torch.Size([2, 3]), (2, 3)),
        (torch.ones(2, 3).max(dim=0).__class__((torch.ones(1), torch.ones(1)))[:0], ()),
        (Pair(1, 2), (1, 2)),
        (Colour.RED, 3),
        (OrderedDict(a=1), {"a": 1}),
        (LyingList([0]), [0]),
        (LyingTuple([0]), (0,)),
        (LyingDict(a=0), {"a": 0}),
        (LyingFloat(0.5), 0.5),
        (LyingInt(7), 7),
        (LyingText("wrong"), "wrong"),
        (LyingComplex(2, 3), 2 + 3j),
        (np.str_("text"), "text"),
        (range(3), [0, 1, 2]),
        (map(abs, [-1]), [1]),
        (zip([1], [2], strict=True), [(1, 2)]),
        (filter(None, [0, 1]), [1]),
        (enumerate("a"), [(0, "a")]),
        ((i * i for i in range(3)), [0, 1, 4]),
        ({"a": 1}.keys(), ["a"]),
        ({"a": 1}.values(), [1]),
        (OrderedDict(a=1).items(), [("a", 1)]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_or_an_iterator_becomes_the_plain_thing(value, plain):
    result = crossed(value)

    assert result == plain
    assert type(result) is type(plain)


def test_a_numpy_scalar_is_read_past_its_subclass():
    result = crossed(LyingScalar(2.5))

    assert type(result) is np.float64
    assert result == 2.5


@pytest.mark.parametrize("kind", ["parameter", "subclass", "inference", "result of a graph"])
def test_a_tensor_with_something_attached_is_sent_as_its_values(kind):
    with torch.inference_mode(kind == "inference"):
        values = torch.arange(6.0).reshape(2, 3)
    if kind == "parameter":
        values = torch.nn.Parameter(values)
    elif kind == "subclass":
        values = values.as_subclass(Stubborn)
    elif kind == "result of a graph":
        values = values.requires_grad_() * 1

    result = crossed(values)

    assert type(result) is torch.Tensor
    assert not result.requires_grad
    assert not result.is_inference()
    assert result.tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    "values",
    [
        torch.arange(6.0).reshape(2, 3).T,
        torch.arange(12)[1::3],
        torch.ones(1).expand(1000, 3),
        torch.arange(10.0)[:1].as_strided((1, 1), (7, 2)),
        torch.tensor([1 + 2j, 3 - 4j]).conj(),
        torch.tensor([1 + 2j, 3 - 4j]).conj().imag,
    ],
    ids=["transposed", "stepped", "expanded", "one element", "conjugated", "negated"],
)
def test_a_view_is_sent_as_its_values(values):
    result = crossed(values)

    assert torch.equal(result, values)
    assert result.is_contiguous()
    assert not result.is_conj()
    assert not result.is_neg()


@pytest.mark.parametrize(
    "values",
    [
        np.arange(6.0).reshape(2, 3).T,
        np.arange(6)[::-1],
        np.arange(6, dtype=">i4"),
        np.broadcast_to(np.float32(2), (4, 3)),
        np.arange(10)[3:4:2][None, ::-3],
        np.ma.masked_array([1, 2], mask=[0, 1]),
        np.frombuffer(b"..12345678", np.int64, offset=2),
        np.zeros(3, dtype=[("a", "i1"), ("b", "f4")])["b"],
    ],
    ids=["transposed", "reversed", "big endian", "broadcast", "one element", "masked", "unaligned", "field"],
)
def test_an_array_in_any_layout_is_sent_as_its_values(values):
    plain = np.asarray(values)

    for result in (crossed(values), crossed(values, keep_strides=True)):
        assert type(result) is np.ndarray
        assert result.dtype == plain.dtype.newbyteorder("<")
        assert np.array_equal(result, plain)


def test_an_exception_of_a_generator_is_the_students_own():
    def squares():
        yield 1
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        pack({"value": squares()})
