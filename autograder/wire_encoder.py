"""Takes a value apart for the wire, whatever class it claims to be.

No value is asked to describe itself: a subclass is read through the built-in type's own methods, so that what
is sent is what the object holds and not what it says.
"""

import math
import types
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Never

import numpy as np
import numpy.typing as npt
import torch

from autograder.wire_values import (
    MOST_KEYS,
    NUMPY_DTYPES,
    TORCH_DTYPES,
    Bytes,
    Handle,
    Json,
    Limits,
    WireError,
    checked_handle,
    checked_int,
    checked_size,
    checked_text,
    mebibytes,
    strided_extent,
)

_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))


class Encoder:
    """Turns a value into what JSON can say, and collects the buffers that stand beside it.

    Attributes:
        buffers: the raw bytes of each tensor and array, in the order in which the header names them. Those of
            a contiguous tensor are its own memory, not a copy.
    """

    def __init__(self, limits: Limits, *, keep_strides: bool) -> None:
        self.buffers: list[memoryview] = []
        self._limits = limits
        self._keep_strides = keep_strides
        self._items = 0
        self._bytes = 0
        self._characters = 0

    def encode(self, value: object, depth: int = 0) -> Json:
        """Returns the header's form of `value`.

        Raises:
            WireError: `value`, or something in it, cannot be sent; the message says what it is.
            Exception: whatever a generator in it raises.
        """
        self._items += 1
        if self._items > self._limits.items:
            raise WireError(f"a structure of more than {self._limits.items:,} values")
        if depth > self._limits.depth:
            raise WireError(f"a structure nested more than {self._limits.depth} levels deep")
        if value is None or value is True or value is False:
            return value
        kind = type(value)  # isinstance would believe the object's own `__class__`
        form = self._FORMS.get(kind) or next(
            (form for base, form in self._FORMS.items() if issubclass(kind, base)), None
        )
        if form is None:
            raise WireError(f"an object of type {_type_name(value)}")
        return form(self, value, depth + 1)

    def _text(self, value: str, _depth: int) -> Json:
        text = checked_text(str.__str__(value), self._limits)
        self._characters += len(text)
        if self._characters > self._limits.header_bytes:  # counted here, before the header is put together
            raise WireError(f"a structure with more than {mebibytes(self._limits.header_bytes)} of text")
        return text

    def _int(self, value: int, _depth: int) -> Json:
        return checked_int(int.__int__(value))

    def _float(self, value: float, _depth: int) -> Json:
        number = _number(float.__float__(value))
        return {"float": number} if isinstance(number, str) else number

    def _complex(self, value: complex, _depth: int) -> Json:
        plain = complex.__complex__(value)
        return {"complex": [_number(plain.real), _number(plain.imag)]}

    def _items_of(self, values: Iterable[object], depth: int) -> list[Json]:
        return [self.encode(item, depth) for item in values]

    def _list(self, value: list[Any], depth: int) -> Json:
        return self._items_of(list.__iter__(value), depth)

    def _tuple(self, value: tuple[Any, ...], depth: int) -> Json:
        return {"tuple": self._items_of(tuple.__iter__(value), depth)}

    def _slice(self, value: slice, depth: int) -> Json:
        return {"slice": self._items_of((value.start, value.stop, value.step), depth)}

    def _dtype(self, value: torch.dtype, _depth: int) -> Json:
        return {"dtype": _dtype_name(value)}

    def _handle(self, value: Handle, _depth: int) -> Json:
        return {"handle": checked_handle(value.id)}

    def _set(self, _value: object, _depth: int) -> Never:
        raise WireError("a set, which has no order, where a list or a tuple is expected")

    def _dict(self, value: dict[Any, Any], depth: int) -> Json:
        pairs: list[Json] = []
        if dict.__len__(value) > MOST_KEYS:
            raise WireError(f"a dict with more than {MOST_KEYS:,} keys")
        for key, item in list(dict.items(value)):  # a copy: a generator in it may change it on the way
            pairs.append([self.encode(key, depth), self.encode(item, depth)])
        return {"dict": pairs}

    def _scalar(self, value: np.generic, _depth: int) -> Json:
        name = np.generic.dtype.__get__(value).str[1:]
        if name not in NUMPY_DTYPES:
            raise WireError(f"a NumPy scalar of type {_type_name(value)}")
        return {"scalar": [name, np.generic.tobytes(value).hex()]}

    def _tensor(self, value: torch.Tensor, _depth: int) -> Json:
        try:
            with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001  # torch has no public name for it
                plain = torch.Tensor.detach(value)
                _require_dense(plain)
                name, shape = _dtype_name(plain.dtype), list(plain.shape)
                kept = self._reserve(shape, plain.stride(), plain.element_size(), plain.is_contiguous())
                flat = plain.resolve_conj().resolve_neg().cpu().contiguous()
                # Of a single element the strides can be anything, also when it counts as contiguous.
                raw = flat.as_strided((flat.numel(),), (1,)).view(torch.uint8).numpy()
        except WireError:
            raise
        except Exception as error:  # a subclass with a dispatcher of its own can raise anything
            raise WireError(f"a tensor of type {_type_name(value)} whose values cannot be read") from error
        return {"tensor": [name, [*shape], self._append(raw), *kept]}

    def _array(self, value: npt.NDArray[Any], _depth: int) -> Json:
        plain = np.ndarray.view(value, np.ndarray)
        name = plain.dtype.str[1:]
        if name not in NUMPY_DTYPES:
            raise WireError(f"an array of dtype {plain.dtype.name[:80]}, where one of numbers is expected")
        shape = list(plain.shape)
        strides = [step // plain.itemsize for step in plain.strides]
        whole = all(step % plain.itemsize == 0 for step in plain.strides)
        contiguous = plain.flags.c_contiguous or not whole
        kept = self._reserve(shape, strides, plain.itemsize, contiguous)
        raw = np.ascontiguousarray(plain, NUMPY_DTYPES[name]).reshape(-1).view(np.uint8)
        return {"array": [name, [*shape], self._append(raw), *kept]}

    def _reserve(self, shape: list[int], strides: Iterable[int], itemsize: int, contiguous: bool) -> list[Json]:
        """Counts what a tensor takes when it is rebuilt; returns `[strides]` where they are to be kept."""
        size = checked_size(shape, itemsize, self._limits)
        left = self._limits.body_bytes - self._bytes
        kept: list[Json] = []
        if self._keep_strides and not contiguous:
            steps = list(strides)
            extent = strided_extent(shape, steps, left // itemsize)
            if extent is not None:
                size, kept = extent * itemsize, [[*steps]]
        if size > left:
            raise WireError(f"tensors of more than {mebibytes(self._limits.body_bytes)} in all")
        if len(self.buffers) >= self._limits.buffers:
            raise WireError(f"more than {self._limits.buffers:,} tensors")
        self._bytes += size
        return kept

    def _append(self, raw: Bytes) -> int:
        self.buffers.append(memoryview(raw))  # type: ignore[arg-type]  # an array is a buffer
        return len(self.buffers) - 1

    _FORMS: ClassVar[dict[type, Callable[[Any, Any, int], Json]]] = {
        str: _text,
        np.generic: _scalar,
        int: _int,
        float: _float,
        torch.Tensor: _tensor,
        list: _list,
        tuple: _tuple,
        dict: _dict,
        np.ndarray: _array,
        complex: _complex,
        **dict.fromkeys((types.GeneratorType, map, zip, filter, enumerate, range, *_VIEWS), _items_of),
        slice: _slice,
        torch.dtype: _dtype,
        Handle: _handle,
        set: _set,
        frozenset: _set,
    }
    """How each type is taken apart; of a subclass, the first that fits: some of NumPy's scalars derive from float."""


def _type_name(value: object) -> str:
    # Not type(value).__name__, which a metaclass may answer itself.
    name: str = type.__dict__["__name__"].__get__(type(value))
    return name[:80]


def _dtype_name(dtype: torch.dtype) -> str:
    name = str(dtype).removeprefix("torch.")
    if name not in TORCH_DTYPES:
        raise WireError(f"the dtype {dtype}, where a common one such as torch.float32 is expected")
    return name


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else repr(value)


def _require_dense(tensor: torch.Tensor) -> None:
    """Raises WireError saying what a tensor is, unless it is a dense block of numbers."""
    if tensor.is_nested:
        raise WireError("a nested tensor, where a dense one is expected")
    if type(tensor) is not torch.Tensor:
        raise WireError(f"a tensor of type {_type_name(tensor)}, where a plain one is expected")
    if tensor.is_meta:
        raise WireError("a tensor on the meta device, which has a shape but no values")
    if tensor.is_quantized:
        raise WireError("a quantised tensor, where a dense one is expected")
    if tensor.layout is not torch.strided:
        raise WireError("a sparse tensor, where a dense one is expected")
    # torch itself reads past the end of memory that was resized under a tensor.
    reach = tensor.storage_offset() + sum(
        (size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride(), strict=True)
    )
    if tensor.numel() and (reach + 1) * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise WireError("a tensor whose memory has been given away")
