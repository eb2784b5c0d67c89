"""What may cross between grader and worker, how large it may be, and what it looks like in a frame's header.

Numbers, text, `None` and lists stand in the JSON header as they are; everything else is an object with one
key, its tag:

    {"tuple": [1, 2]}              {"dict": [["stride", 2]]}          {"slice": [0, null, 2]}
    {"float": "nan"}               {"complex": [1.5, "inf"]}          {"handle": 3}
    {"dtype": "float32"}           {"scalar": ["f8", "000000000000f03f"]}
    {"tensor": ["float32", [2, 3], 0]}           dtype, shape, index of the buffer
    {"array": ["f8", [2, 3], 1, [4, 1]]}         likewise, and strides in elements

The limits hold on both sides: what the encoder lets pass, the decoder accepts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import torch

T = TypeVar("T")
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Bytes: TypeAlias = npt.NDArray[np.uint8]

INT_BITS = 512
# Hashes can be chosen so that all keys of a dict collide, and then building it takes quadratic time. Text is hashed
# with a secret, but both sides are forks of one process and share it.
MOST_KEYS = 1000

TORCH_DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16,
        torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
NUMPY_DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(f"<{name}") for name in ("b1", "u1", "i1", "i2", "i4", "i8", "f2", "f4", "f8", "c8", "c16")
}
SPECIAL_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class WireError(ValueError):
    """A value that cannot be sent, or a frame that cannot be right.

    When a value cannot be sent, the message is a phrase that fits after "returned": "a sparse tensor, where a
    dense one is expected".
    """


@dataclass(frozen=True)
class Limits:
    """How large a frame may be; checked before anything of that size is allocated.

    Attributes:
        header_bytes: length of the JSON header.
        body_bytes: length of all buffers together, and of what is rebuilt from them.
        buffers: tensors and arrays in a frame.
        depth: levels of lists, tuples, dicts and slices.
        items: values in a frame, those inside others and the keys of dicts included.
        string: characters of one text.
        rank: axes of one tensor or array.
    """

    header_bytes: int = 1 << 20
    body_bytes: int = 1 << 29
    buffers: int = 4096
    depth: int = 32
    items: int = 100_000
    string: int = 1 << 16
    rank: int = 16


@dataclass(frozen=True, slots=True)
class Handle:
    """Stands for an object that stays in the worker.

    Attributes:
        id: the worker's number of it, from 0 to 2**63 - 1.
    """

    id: int


def checked_int(value: int) -> int:
    """Returns `value`; raises WireError if it has more than 512 bits."""
    if value.bit_length() > INT_BITS:
        raise WireError(f"an int of more than {INT_BITS} bits")
    return value


def checked_text(value: str, limits: Limits) -> str:
    """Returns `value`; raises WireError if it is too long or no Unicode text can hold it."""
    if len(value) > limits.string:
        raise WireError(f"a text of more than {limits.string:,} characters")
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise WireError("a text with a lone surrogate, which is half a character") from error
    return value


def checked_handle(value: object) -> int:
    """Returns a handle's number; raises WireError if it is none."""
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise WireError("a handle whose number is not from 0 to 2**63 - 1")
    return value


def checked_size(shape: Sequence[int], itemsize: int, limits: Limits) -> int:
    """Returns the bytes of a dense tensor; raises WireError for a rank or a size over the limits.

    An axis of length 0 does not excuse the others: torch multiplies them all the same.
    """
    if len(shape) > limits.rank:
        raise WireError(f"a tensor of {len(shape)} axes, where at most {limits.rank} are expected")
    if math.prod(max(size, 1) for size in shape) * itemsize > limits.body_bytes:
        raise WireError(f"a tensor of more than {mebibytes(limits.body_bytes)}: its shape is {tuple(shape)}")
    return math.prod(shape) * itemsize


def strided_extent(shape: Sequence[int], strides: Sequence[int], most: int) -> int | None:
    """Returns how many elements of memory a tensor without empty axes reaches over.

    A shape of (2, 3) with strides (4, 1) reaches over 1·4 + 2·1 + 1 = 7 elements. None where two of its
    elements could share a place, where a stride is negative, or where it is more than `most`.
    """
    if len(strides) != len(shape) or any(not 0 <= stride <= most for stride in strides):
        return None
    reach = 0
    for stride, size in sorted(zip(strides, shape, strict=True)):
        if size > 1 and stride <= reach:
            return None
        reach += stride * (size - 1)
    return reach + 1 if reach < most else None


def mebibytes(size: int) -> str:
    """Returns a number of bytes as people read it: "512 MiB"."""
    return f"{size / (1 << 20):,.4g} MiB"
