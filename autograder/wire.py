"""The frames that grader and worker exchange: lengths first, then a JSON header, then raw buffers.

    4 bytes   magic, b"AGW1"
    4 bytes   length of the header, unsigned
    8 bytes   length of the body, unsigned
    header    UTF-8 JSON: {"buffers": [length, ...], "message": value}
    body      the buffers, one after another

All numbers are little endian. Pickle, and what is built on it, is no choice here: reading it runs code. What
a value looks like in the header is said in `wire_values`.

Reading trusts nothing: a frame that is wrong in any way raises WireError, whatever its bytes are. The text of
a header can take some forty times its length while it is parsed; a body is held once as it came and once as
tensors.
"""

import json
import math
import struct
from typing import Any, Never

import numpy as np

from autograder.wire_decoder import Decoder
from autograder.wire_encoder import Encoder
from autograder.wire_values import INT_BITS, Handle, Limits, WireError, mebibytes

__all__ = [
    "DEFAULT",
    "MOST_PIECES",
    "PREFIX_SIZE",
    "FrameReader",
    "Handle",
    "Limits",
    "WireError",
    "pack",
    "parse_prefix",
    "rest_of",
    "unpack",
]

DEFAULT = Limits()

_MAGIC = b"AGW1"
_PREFIX = struct.Struct("<4sIQ")
PREFIX_SIZE = _PREFIX.size

MOST_PIECES = 1024
"""How many pieces of a frame can be written at once (`IOV_MAX` on Linux and macOS)."""

_KEYS = frozenset({
    "array", "buffers", "complex", "dict", "dtype", "float", "handle", "message", "scalar", "slice", "tensor", "tuple",
})  # fmt: skip
_INT_DIGITS = len(str(1 << INT_BITS)) + 1
_FLOAT_DIGITS = 32


def pack(message: dict[str, Any], limits: Limits = DEFAULT, *, keep_strides: bool = False) -> list[bytes | memoryview]:
    """Turns a message into the pieces of a frame, to be written one after another.

    Values may be None, bool, int (up to 512 bits), float, complex, str, list, tuple, dict, slice,
    torch.dtype, Handle, dense tensors, NumPy arrays and scalars, in any nesting. A subclass is sent as the
    plain type, a generator, range, map, zip or view of a dict as a list. A tensor is sent as its values: on
    the CPU, without its graph.

    Args:
        message: keys are text.
        limits: those of the reader.
        keep_strides: rebuild a non-contiguous tensor or array with the same strides, unless two of its
            elements share a place in memory, or a stride is negative; those become contiguous.

    Returns:
        Pieces that may alias the message's tensors: write them before these change.

    Raises:
        WireError: something in the message cannot be sent; the text says what it is.
        Exception: whatever a generator in the message raises.
    """
    _require_message(message)
    encoder = Encoder(limits, keep_strides=keep_strides)
    value = encoder.encode(message)
    lengths = [buffer.nbytes for buffer in encoder.buffers]
    document = {"buffers": lengths, "message": value}
    header = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    if len(header) > limits.header_bytes:
        raise WireError(f"a structure whose description is longer than {mebibytes(limits.header_bytes)}")
    prefix = _PREFIX.pack(_MAGIC, len(header), sum(lengths))
    pieces: list[bytes | memoryview] = [prefix + header]
    pieces += [buffer for buffer in encoder.buffers if buffer.nbytes]
    return pieces


def rest_of(pieces: list[memoryview], written: int) -> list[memoryview]:
    """Returns what is left of the pieces of a frame when so many bytes of them are written."""
    done = 0
    while done < len(pieces) and written >= pieces[done].nbytes:
        written -= pieces[done].nbytes
        done += 1
    left = pieces[done:]
    if written:
        left[0] = left[0][written:]
    return left


def parse_prefix(prefix: bytes | bytearray | memoryview, limits: Limits = DEFAULT) -> tuple[int, int]:
    """Returns the lengths of header and body, in bytes.

    Raises:
        WireError: `prefix` is not the start of a frame, or claims more than the limits allow.
    """
    if len(prefix) != PREFIX_SIZE:
        raise WireError(f"a prefix of {len(prefix)} bytes, where {PREFIX_SIZE} are expected")
    magic, header_length, body_length = _PREFIX.unpack(prefix)
    if magic != _MAGIC:
        raise WireError(f"a frame that begins with {magic!r}, where {_MAGIC!r} is expected")
    if header_length > limits.header_bytes:
        raise WireError(f"a header of {header_length:,} bytes, where at most {limits.header_bytes:,} may be")
    if body_length > limits.body_bytes:
        raise WireError(f"a body of {body_length:,} bytes, where at most {limits.body_bytes:,} may be")
    return header_length, body_length


def unpack(
    header: bytes | bytearray | memoryview, body: bytes | bytearray | memoryview, limits: Limits = DEFAULT
) -> dict[str, Any]:
    """Returns the message of a frame.

    Every tensor and array is a plain one in fresh, writable memory.

    Raises:
        WireError: the frame is not one that `pack` can have written within these limits.
    """
    if len(header) > limits.header_bytes or len(body) > limits.body_bytes:
        raise WireError("a frame over its limits")
    lengths, value = _parse(header)
    decoder = Decoder(np.frombuffer(body, np.uint8), lengths, limits)
    try:
        message: dict[str, Any] = decoder.decode(value)
    except (MemoryError, RuntimeError) as error:  # torch says with a RuntimeError that there is no memory
        raise WireError("a frame that does not fit into the memory that is left") from error
    decoder.finish()
    _require_message(message)
    return message


class FrameReader:
    """Collects the bytes of one frame after another, and never more than have arrived.

    Read at most `needed()` bytes, `feed` them, and ask for the `frame()`.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._header_length = 0
        self._length: int | None = None

    def needed(self) -> int:
        """Returns how many bytes are missing; 0 once the frame is complete.

        This may be hundreds of megabytes that never come: read in pieces.
        """
        return (PREFIX_SIZE if self._length is None else self._length) - len(self._buffer)

    def feed(self, data: bytes | bytearray | memoryview) -> None:
        """Takes bytes as they arrive.

        Raises:
            WireError: more bytes than are missing, or a prefix that cannot be right.
        """
        if len(data) > self.needed():
            raise WireError("bytes after the end of a frame")
        self._buffer += data
        if self._length is None and len(self._buffer) == PREFIX_SIZE:
            self._header_length, body_length = parse_prefix(self._buffer, self._limits)
            self._length = PREFIX_SIZE + self._header_length + body_length

    def frame(self) -> dict[str, Any] | None:
        """Returns the message if all its bytes are there, and makes room for the next frame; else None.

        Raises:
            WireError: the frame is complete, and wrong.
        """
        if self._length is None or self.needed():
            return None
        rest = memoryview(self._buffer)[PREFIX_SIZE:]
        self._buffer, self._length = bytearray(), None
        return unpack(rest[: self._header_length], rest[self._header_length :], self._limits)


def _require_message(message: object) -> None:
    if type(message) is not dict or not all(type(key) is str for key in message):
        raise WireError("a message that is no dict with text as keys")


def _parse(header: bytes | bytearray | memoryview) -> tuple[object, object]:
    try:
        document = _JSON.decode(str(header, "utf-8"))
    except WireError:
        raise
    except (ValueError, RecursionError) as error:
        raise WireError("a header that is not JSON, or nested too deep") from error
    if not isinstance(document, dict) or document.keys() != {"buffers", "message"}:
        raise WireError("a header without its two parts, buffers and message")
    return document["buffers"], document["message"]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # The other side may know this process's hash secret (both are forks of one process), and keys whose hashes
    # collide make a dict quadratic: no key is taken that is not one of ours.
    if len(pairs) == 1 and pairs[0][0] in _KEYS:
        return dict(pairs)
    if not {key for key, _ in pairs[:3]} <= _KEYS or len(pairs) > 2:
        raise WireError("a JSON object with a key that no header has")
    result = dict(pairs)
    if len(result) != len(pairs):
        raise WireError("a JSON object with a key twice")
    return result


def _int(digits: str) -> int:
    if len(digits) > _INT_DIGITS:
        raise WireError(f"an int of more than {INT_BITS} bits")
    return int(digits)


def _float(digits: str) -> float:
    if len(digits) > _FLOAT_DIGITS or not math.isfinite(value := float(digits)):
        raise WireError("a float that none is written like")
    return value


def _constant(name: str) -> Never:
    raise WireError(f"{name} in JSON")


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_int=_int, parse_float=_float, parse_constant=_constant)
