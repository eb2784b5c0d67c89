"""Rebuilds a value from a frame, whoever wrote the frame.

Nothing but plain values is built, and nothing before its size is known to be allowed. Each tensor and array
gets memory of its own, so that no later write by the sender reaches it.
"""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import torch

from autograder.wire_values import (
    MOST_KEYS,
    NUMPY_DTYPES,
    SPECIAL_FLOATS,
    TORCH_DTYPES,
    Bytes,
    Handle,
    Limits,
    T,
    WireError,
    checked_handle,
    checked_int,
    checked_size,
    checked_text,
    mebibytes,
    strided_extent,
)

_TORCH_SIZES = {name: dtype.itemsize for name, dtype in TORCH_DTYPES.items()}
_NUMPY_SIZES = {name: dtype.itemsize for name, dtype in NUMPY_DTYPES.items()}


class Decoder:
    """Rebuilds the values of one frame."""

    def __init__(self, body: Bytes, lengths: object, limits: Limits) -> None:
        """Cuts `body` into buffers of `lengths` bytes.

        Raises:
            WireError: `lengths` is no list of lengths, or they do not add up to the body's.
        """
        sizes = _sizes(lengths, "the lengths of the buffers")
        if len(sizes) > limits.buffers:
            raise WireError(f"{len(sizes):,} buffers, where at most {limits.buffers:,} are expected")
        if sum(sizes) != body.size:
            raise WireError(f"the buffers' lengths do not add up to the body's {body.size:,} bytes")
        self._limits = limits
        self._items = 0
        self._bytes = 0
        self._unused: dict[int, Bytes] = {}
        start = 0
        for index, size in enumerate(sizes):
            self._unused[index] = body[start : start + size]
            start += size

    def decode(self, value: object, depth: int = 0) -> Any:
        """Returns what `value`, made of JSON's own types, stands for.

        Raises:
            WireError: it stands for nothing, or for something over the limits.
        """
        self._items += 1
        if self._items > self._limits.items:
            raise WireError(f"more than {self._limits.items:,} values")
        if depth > self._limits.depth:
            raise WireError(f"values nested more than {self._limits.depth} levels deep")
        kind = type(value)
        if kind is str:
            return checked_text(value, self._limits)  # type: ignore[arg-type]  # it is one
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return checked_int(value)  # type: ignore[arg-type]  # it is one
        if kind is list:
            return self._list(value, depth + 1)
        if not isinstance(value, dict) or len(value) != 1:
            raise WireError("an object whose one key is not its tag")
        ((tag, spec),) = value.items()
        return _look_up(self._TAGS, tag, "tag")(self, spec, depth + 1)

    def finish(self) -> None:
        """Raises WireError if a buffer belongs to no tensor."""
        if self._unused:
            raise WireError(f"{len(self._unused):,} buffers that belong to no tensor")

    def _tuple(self, spec: object, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(spec, depth))

    def _list(self, spec: object, depth: int) -> list[Any]:
        return [self.decode(item, depth) for item in _as_list(spec, "list")]

    def _slice(self, spec: object, depth: int) -> slice:
        return slice(*self._list(_as_list(spec, "slice", 3), depth))

    def _dict(self, spec: object, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        only_text = True
        pairs = _as_list(spec, "dict")
        if len(pairs) > MOST_KEYS:
            raise WireError(f"a dict with more than {MOST_KEYS:,} keys")
        for count, pair in enumerate(pairs, 1):
            if type(pair) is not list or len(pair) != 2:
                raise WireError("an entry of a dict in a form that is none")
            key, item = self.decode(pair[0], depth), self.decode(pair[1], depth)
            only_text = only_text and type(key) is str
            if only_text:  # as in every message itself
                result[key] = item
            else:
                self._put(result, key, item)
            if len(result) != count:
                raise WireError("a dict with two equal keys")
        return result

    @staticmethod
    def _put(result: dict[Any, Any], key: Any, item: Any) -> None:
        try:
            with np.errstate(all="ignore"):  # a small float, and a large int of the same hash
                result[key] = item
        except Exception as error:  # keys of one hash are compared, and NumPy's scalars raise what they like
            raise WireError(f"a {type(key).__name__} as the key of a dict") from error

    def _tensor(self, spec: object, _depth: int) -> torch.Tensor:
        name, shape, raw, strides, extent = self._claim(spec, _TORCH_SIZES)
        tensor = torch.empty(shape, dtype=TORCH_DTYPES[name], device="cpu")
        if raw.size:
            tensor.reshape(-1).view(torch.uint8).numpy()[:] = _truths(raw) if name == "bool" else raw
        if not extent:
            return tensor
        spread = torch.zeros(extent, dtype=TORCH_DTYPES[name], device="cpu")
        return spread.as_strided(shape, strides).copy_(tensor)

    def _array(self, spec: object, _depth: int) -> npt.NDArray[Any]:
        name, shape, raw, strides, extent = self._claim(spec, _NUMPY_SIZES)
        dtype = NUMPY_DTYPES[name]
        array = np.empty(shape, dtype)
        if raw.size:
            array.reshape(-1).view(np.uint8)[:] = _truths(raw) if name == "b1" else raw
        if not extent:
            return array
        steps = [stride * dtype.itemsize for stride in strides]
        view: npt.NDArray[Any] = np.ndarray(shape, dtype, buffer=np.zeros(extent, dtype), strides=steps)
        view[...] = array
        return view

    def _claim(self, spec: object, itemsizes: dict[str, int]) -> tuple[str, list[int], Bytes, list[int], int]:
        """Checks `[dtype, shape, buffer]`, or `[dtype, shape, buffer, strides]`, and takes the buffer.

        Returns:
            The dtype's name, the shape, the buffer, the strides, and the elements of memory that these reach
            over: 0 where the tensor is to be contiguous.
        """
        name, shape_spec, index, *rest = _as_list(spec, "tensor", 3, 4)
        itemsize = _look_up(itemsizes, name, "dtype")
        shape = _sizes(shape_spec, "a shape")
        size = checked_size(shape, itemsize, self._limits)
        if type(index) is not int or index not in self._unused:
            raise WireError("a tensor without a buffer of its own")
        raw = self._unused.pop(index)
        if size != raw.size:
            raise WireError(f"a tensor of {size:,} bytes, shape {tuple(shape)}, in a buffer of {raw.size:,}")
        strides, extent = [], 0
        if rest:
            strides = _sizes(rest[0], "strides")
            extent = strided_extent(shape, strides, self._limits.body_bytes // itemsize) or 0
            if not extent or not size:
                raise WireError(f"strides that do not fit the shape {tuple(shape)}")
        self._bytes += extent * itemsize or size
        if self._bytes > self._limits.body_bytes:
            raise WireError(f"tensors of more than {mebibytes(self._limits.body_bytes)} in all")
        return str(name), shape, raw, strides, extent

    _TAGS: ClassVar[dict[str, Callable[[Any, object, int], Any]]] = {
        "tuple": _tuple,
        "dict": _dict,
        "slice": _slice,
        "float": lambda _, spec, __: _look_up(SPECIAL_FLOATS, spec, "float"),
        "complex": lambda _, spec, __: _complex(spec),
        "dtype": lambda _, spec, __: _look_up(TORCH_DTYPES, spec, "dtype"),
        "scalar": lambda _, spec, __: _scalar(spec),
        "handle": lambda _, spec, __: Handle(checked_handle(spec)),
        "tensor": _tensor,
        "array": _array,
    }
    """What each tag of the header stands for."""


def _complex(spec: object) -> complex:
    real, imag = (
        part if isinstance(part, float) else _look_up(SPECIAL_FLOATS, part, "float")
        for part in _as_list(spec, "complex", 2)
    )
    return complex(real, imag)


def _scalar(spec: object) -> np.generic:
    name, digits = _as_list(spec, "scalar", 2)
    dtype = _look_up(NUMPY_DTYPES, name, "dtype")
    data = b""
    if isinstance(digits, str) and len(digits) == 2 * dtype.itemsize:
        try:
            data = bytes.fromhex(digits)
        except ValueError:
            data = b""
    if len(data) != dtype.itemsize:  # fromhex passes over spaces
        raise WireError(f"a scalar of dtype {dtype} that is not {2 * dtype.itemsize} hexadecimal digits")
    raw = np.frombuffer(data, np.uint8)
    scalar: np.generic = (_truths(raw) if name == "b1" else raw).view(dtype)[0]
    return scalar


def _as_list(spec: object, what: str, *lengths: int) -> list[Any]:
    if not isinstance(spec, list) or (lengths and len(spec) not in lengths):
        raise WireError(f"a {what} in a form that is none")
    return spec


def _sizes(spec: object, what: str) -> list[int]:
    if not isinstance(spec, list) or any(type(size) is not int or size < 0 for size in spec):
        raise WireError(f"{what} that are not a list of ints from 0 on")
    return spec


def _look_up(table: dict[str, T], name: object, what: str) -> T:
    if not isinstance(name, str) or name not in table:
        raise WireError(f"an unknown {what}, {repr(name)[:40]}")
    return table[name]


def _truths(raw: Bytes) -> Bytes:
    # A bool whose byte is neither 0 nor 1 can differ from another that is just as true.
    truths: Bytes = (raw != 0).view(np.uint8)
    return truths
