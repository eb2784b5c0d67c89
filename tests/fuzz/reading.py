"""What must hold when a frame is read, whatever its bytes are: a plain value or a WireError, within the limits."""

from __future__ import annotations

import ast
import inspect
import json
import math
import struct
import time
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from autograder import wire, wire_decoder, wire_values
from autograder.wire import PREFIX_SIZE, FrameReader, Handle, Limits, WireError
from autograder.wire_values import INT_BITS, MOST_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

LIMITS = (
    Limits(header_bytes=1 << 14, body_bytes=1 << 14, buffers=16, depth=8, items=200, string=100, rank=7),
    Limits(header_bytes=300, body_bytes=100, buffers=2, depth=3, items=12, string=8, rank=2),
    Limits(header_bytes=1 << 16, body_bytes=1 << 16, buffers=64, depth=32, items=2000, string=1 << 12, rank=16),
    Limits(body_bytes=1 << 20),
)
"""Those that an input's first byte chooses from: small ones, so that short inputs reach them, and the usual ones."""

REREAD = Limits(header_bytes=1 << 24, body_bytes=1 << 25)
"""For a value that was read once: a number may be longer as it is written again than as it came."""

USUAL = len(LIMITS) - 1
"""The place of the usual ones: within them each of the frames to begin with is read."""

PIECES = (1, 7, 16, 64, 64, 300, 1 << 18, 1 << 18)
"""How many bytes arrive at once; an input's own bytes choose."""

MOST_PIECES = 100
"""An input that is longer than so many pieces arrives in larger ones."""

MOST_SECONDS = 3.0
"""Processor time for one input, which is read twice and written again: the usual one takes a thousandth of it."""

MOST_BYTES = max(limits.body_bytes for limits in LIMITS)


class Failure(AssertionError):
    """Something that must hold when a frame is read does not."""


class Reading:
    """Reads frames in both ways and checks what comes of it.

    Attributes:
        accepted: How many inputs gave a message.
        refused: How many gave none.
        sites: How often each line that refuses was the one that refused.
    """

    def __init__(self) -> None:
        self.accepted = 0
        self.refused = 0
        self.sites: Counter[tuple[str, int]] = Counter()

    def check(self, data: bytes) -> None:
        """Read one input; raise Failure, or what should not have been raised."""
        begun = time.process_time()
        limits, stream = LIMITS[(data[0] if data else 0) % len(LIMITS)], data[1:]
        collected = self._collected(stream, limits)
        at_once = self._at_once(bytearray(stream), limits)
        if collected != at_once:
            raise Failure(f"read in pieces it is {collected}, read at once {at_once}")
        if (seconds := time.process_time() - begun) > MOST_SECONDS:
            raise Failure(f"it took {seconds:.1f} s")
        accepted = bool(collected) and isinstance(collected[0], tuple)
        self.accepted += accepted
        self.refused += not accepted

    def _collected(self, stream: bytes, limits: Limits) -> list[Any]:
        """Read frame after frame in pieces, as the grader does."""
        came: list[Any] = []
        reader = FrameReader(limits)
        most = PREFIX_SIZE + limits.header_bytes + limits.body_bytes
        seed = zlib.crc32(stream)
        size = max(PIECES[seed % len(PIECES)], len(stream) // MOST_PIECES)
        view = memoryview(stream)
        try:
            while view:
                needed = reader.needed()
                if not 0 < needed <= most:
                    raise Failure(f"{needed} bytes are said to be missing of a frame of {most} at most")
                if seed % 5 == 0:
                    self._require_refusal(lambda: reader.feed(bytes(reader.needed() + 1)))
                piece = view[: min(size, needed)]
                view = view[len(piece) :]
                reader.feed(piece)
                if reader.needed() == 0 or not view:
                    message = self._within(limits, reader.frame)
                    if message is not None:
                        _require_within(message, limits)
                        came.append(_checked(message))
        except WireError as error:
            came.append(self._site(error))
        return came

    def _at_once(self, stream: bytearray, limits: Limits) -> list[Any]:
        """Read frame after frame as the worker does, each in the memory that its prefix asks for."""
        came: list[Any] = []
        try:
            while len(stream) >= PREFIX_SIZE:
                header, body = wire.parse_prefix(stream[:PREFIX_SIZE], limits)
                if len(stream) < PREFIX_SIZE + header + body:
                    return came
                start, end = PREFIX_SIZE + header, PREFIX_SIZE + header + body
                texts, raw = stream[PREFIX_SIZE:start], stream[start:end]
                message = self._within(limits, lambda texts=texts, raw=raw: wire.unpack(texts, raw, limits))
                _require_strict(bytes(texts), bytes(raw), message)
                raw[:] = b"\xa5" * len(raw)  # a value that lay in this memory would differ from the other reading's
                came.append(_checked(message))
                del stream[:end]
            self._require_refusal(lambda: wire.parse_prefix(stream, limits))
        except WireError as error:
            came.append(self._site(error))
        return came

    def _within(self, limits: Limits, read: Any) -> Any:
        _ASKED.begin()
        try:
            return read()
        finally:
            # A tensor with strides is put together twice: as it came and as it is to lie.
            if _ASKED.most > limits.body_bytes or _ASKED.all > 2 * limits.body_bytes:
                raise Failure(f"{_ASKED.all:,} bytes were asked for, where {limits.body_bytes:,} are allowed")

    def _require_refusal(self, read: Any) -> None:
        try:
            read()
        except WireError as error:
            self._site(error)
        else:
            raise Failure("bytes that are too many or too few have been taken")

    def _site(self, error: WireError) -> str:
        if type(error) is not WireError:
            raise error
        if isinstance(error.__cause__, MemoryError | RuntimeError) and "memory" in str(error):
            raise Failure("a frame within its limits was too much") from error
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        assert trace is not None
        self.sites[trace.tb_frame.f_code.co_filename, trace.tb_lineno] += 1
        return str(error)


def places() -> dict[tuple[str, int], str]:
    """Return every line that may refuse a frame, with what it says."""
    found = {}
    for module in (wire, wire_decoder, wire_values):
        source = inspect.getsource(module)
        tree = ast.parse(source)
        tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef) or node.name != "pack"]
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                text = ast.get_source_segment(source, node.exc.args[0]) or ""
                found[module.__file__ or "", node.lineno] = text
    return found


class _Allocations:
    """Counts what a module asks torch and NumPy for."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Count from nothing."""
        self.all = self.most = 0

    def watch(self, module: ModuleType) -> None:
        """Put counting functions in the place of those that the module allocates with."""
        module.torch = _Watched(torch, self)  # type: ignore[attr-defined]
        module.np = _Watched(np, self)  # type: ignore[attr-defined]

    def count(self, shape: Any, dtype: Any) -> None:
        """Note that a block is asked for."""
        size = math.prod(shape) if isinstance(shape, list | tuple) else shape
        self.all += size * dtype.itemsize
        self.most = max(self.most, size * dtype.itemsize)


class _Watched:
    """A library, of which some functions are counted."""

    def __init__(self, library: Any, allocations: _Allocations) -> None:
        self._library = library
        self._count = allocations.count

    def empty(self, shape: Any, dtype: Any, **more: Any) -> Any:
        self._count(shape, dtype)
        return self._library.empty(shape, dtype=dtype, **more)

    def zeros(self, shape: Any, dtype: Any, **more: Any) -> Any:
        self._count(shape, dtype)
        return self._library.zeros(shape, dtype=dtype, **more)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._library, name)
        if name in _OTHER_WAYS:
            raise Failure(f"memory is asked for by {name}, which nobody counts")
        setattr(self, name, found)
        return found


_OTHER_WAYS = frozenset(
    {"ones", "full", "empty_strided", "empty_like", "zeros_like", "tensor", "array", "asarray", "arange"}
)

_ASKED = _Allocations()
_ASKED.watch(wire_decoder)


def _require_strict(header: bytes, body: bytes, message: dict[str, Any]) -> None:
    """Parse the header of a frame that was read once more, with a parser that takes less for granted."""
    keys = 0

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal keys
        if len({key for key, _ in pairs}) != len(pairs):
            raise Failure("a header with a key twice has been read")
        keys += len(pairs[0][1]) if len(pairs) == 1 and pairs[0][0] == "dict" else 0
        return dict(pairs)

    document = json.loads(header, object_pairs_hook=once, parse_constant=_no_literal)
    if sum(document["buffers"]) != len(body):
        raise Failure("a body has been read that is not its buffers")
    if keys != _keys(message):
        raise Failure("a dict has been read that has one key twice")


def _no_literal(name: str) -> None:
    raise Failure(f"a header with {name} has been read")


def _keys(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(_keys(part) for pair in value.items() for part in pair)
    if isinstance(value, slice):
        return _keys([value.start, value.stop, value.step])
    return sum(map(_keys, value)) if isinstance(value, list | tuple) else 0


def _require_within(message: dict[str, Any], limits: Limits) -> None:
    """Count anew what a message holds."""
    items = tensors = size = 0
    waiting: list[tuple[Any, int]] = [(message, 0)]
    while waiting:
        value, depth = waiting.pop()
        items += 1
        inner: list[Any] = []
        fits = depth <= limits.depth
        if isinstance(value, torch.Tensor | np.ndarray):
            tensors += 1
            size += _reach(value)
            fits &= value.ndim <= limits.rank
        elif isinstance(value, str):
            fits &= len(value) <= limits.string
        elif type(value) is int:
            fits &= abs(value) < 1 << INT_BITS
        elif isinstance(value, dict):
            fits &= len(value) <= MOST_KEYS
            inner = [part for pair in value.items() for part in pair]
        elif isinstance(value, slice):
            inner = [value.start, value.stop, value.step]
        elif isinstance(value, list | tuple):
            inner = list(value)
        if not fits:
            raise Failure(f"beyond the limits: {value!r:.200}")
        waiting += [(part, depth + 1) for part in inner]
    if items > limits.items or tensors > limits.buffers or size > limits.body_bytes:
        raise Failure(f"{items} values, {tensors} tensors, {size} bytes: more than {limits}")


def _reach(value: torch.Tensor | np.ndarray) -> int:
    """Return the bytes of memory that a tensor reaches over."""
    if isinstance(value, torch.Tensor):
        steps = zip(value.shape, value.stride(), strict=True)
        return (sum((size - 1) * step for size, step in steps) + 1) * value.element_size() if value.numel() else 0
    steps = zip(value.shape, value.strides, strict=True)
    return sum((size - 1) * step for size, step in steps) + value.itemsize if value.size else 0


def _checked(message: Any) -> tuple[Any, ...]:
    """Return what tells a message from every other one; it packs, and is the same when it is read again."""
    found = described(message)
    pieces = wire.pack(message, REREAD, keep_strides=True)
    header, body = wire.parse_prefix(bytes(pieces[0])[:PREFIX_SIZE], REREAD)
    again = wire.unpack(bytes(pieces[0])[PREFIX_SIZE:], b"".join(pieces[1:]), REREAD)
    if described(again) != found or header + PREFIX_SIZE != len(pieces[0]) or body != sum(map(len, pieces[1:])):
        raise Failure(f"{message!r:.200} came back as {again!r:.200}")
    return found


def described(value: Any) -> tuple[Any, ...]:
    """Return something that is equal where type, shape, dtype, strides and every bit are."""
    kind = type(value)
    for kinds, parts in _FORMS:
        if issubclass(kind, kinds):
            return kind, parts(value)
    raise Failure(f"a value of type {kind}")


def _bits(value: complex) -> tuple[bool | bytes, ...]:
    whole = complex(value)
    return tuple(math.isnan(part) or struct.pack("<d", part) for part in (whole.real, whole.imag))


def _of_tensor(value: torch.Tensor) -> tuple[Any, ...]:
    if value.requires_grad or value.device.type != "cpu" or value.layout is not torch.strided:
        raise Failure("a tensor that is not a plain one")
    strides = None if value.is_contiguous() else value.stride()
    plain = value.clone(memory_format=torch.contiguous_format)
    data = plain.reshape(-1).view(torch.uint8).numpy().tobytes()
    return value.dtype, tuple(value.shape), strides, _truths(data) if value.dtype is torch.bool else data


def _of_array(value: np.ndarray | np.generic) -> tuple[Any, ...]:
    strides = None
    if isinstance(value, np.ndarray):
        if not value.flags.writeable:
            raise Failure("an array that cannot be written to")
        strides = None if value.flags.c_contiguous else value.strides
    data = value.tobytes()
    return value.dtype, value.shape, strides, _truths(data) if value.dtype == np.bool_ else data


def _truths(data: bytes) -> bytes:
    if not set(data) <= {0, 1}:
        raise Failure("a bool that is neither 0 nor 1")
    return data


# The first that fits: some of NumPy's scalars derive from float or complex.
_FORMS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    ((np.ndarray, np.generic), _of_array),
    (torch.Tensor, _of_tensor),
    ((float, complex), _bits),
    ((list, tuple), lambda value: tuple(map(described, value))),
    (dict, lambda value: tuple((described(key), described(item)) for key, item in value.items())),
    (slice, lambda value: described((value.start, value.stop, value.step))),
    ((bool, int, str, type(None), torch.dtype, Handle), lambda value: value),
)
