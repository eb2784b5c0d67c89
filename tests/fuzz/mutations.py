"""Edits of a frame that keep most of it right, so that what is wrong lies deep.

Bytes changed at random are refused at the first bracket that is missing. Here the header is taken apart as JSON, one
or a few of its parts are replaced, and it is put together again behind a prefix whose lengths are right.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.wire_values import NUMPY_DTYPES, TORCH_DTYPES

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

PREFIX = struct.Struct("<4sIQ")
MAGIC = b"AGW1"

# The period of Python's hash of a number: values so far apart have one hash, and a dict then compares them.
HASH_PERIOD = (1 << 61) - 1

SIZES = {
    **{name: dtype.itemsize for name, dtype in TORCH_DTYPES.items()},
    **{name: dtype.itemsize for name, dtype in NUMPY_DTYPES.items()},
}
NAMES = tuple(SIZES)
TAGS = ("tuple", "dict", "slice", "float", "complex", "dtype", "scalar", "handle", "tensor", "array")
OTHER_KEYS = ("buffers", "message", "list", "__reduce__", "", "Tensor")
INTS = (
    0, 1, -1, 2, 3, 8, 16, 17, 127, 255, 256, 1000, 1001, 4096, 65_535, 65_536, 1 << 31, (1 << 31) - 1, 1 << 32,
    1 << 53, HASH_PERIOD, 1 << 61, (1 << 63) - 1, 1 << 63, -(1 << 63), 1 << 64, 10**150, (1 << 512) - 1, 1 << 512,
    -(1 << 512),
)  # fmt: skip
TEXTS = (
    "",
    "a",
    "nan",
    "inf",
    "-inf",
    "Infinity",
    "value",
    "x" * 64,
    "x" * 101,
    "é",
    "😀",
    "\x00",
    "00",
    "00" * 8,
    "zz",
)
RAW = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e5", "-0", "-0.0", "0.0", "1E400", "9" * 160, "9" * 5000,
    "1." + "0" * 40, '"\\ud800"', '"\\ud83d\\ude00"', '"\x01"', "[" * 200, "[" * 3000, '{"float":' * 800,
    "[" * 30 + "]" * 30, '{"tuple":[' * 20,
    "{}", "[", "]", "", ",", "true", "null", "nul", "01", '"', "\\", "\xff", '{"float":1,"float":2}',
)  # fmt: skip


_TOKENS = tuple(text.encode("utf-8", "surrogatepass") for text in (*TAGS, *RAW, *'[]{}:,".-e'))


@dataclass
class Raw:
    """Text that stands in the header as it is."""

    text: str


@dataclass
class Pairs:
    """A JSON object, in which a key may stand twice."""

    items: list[tuple[str, Any]]


@dataclass
class Frame:
    """A frame taken apart.

    Attributes:
        document: The header, its objects as `Pairs`.
        body: What follows it.
        rest: What follows the frame.
    """

    document: Any
    body: bytes
    rest: bytes

    @classmethod
    def parse(cls, data: bytes) -> Frame | None:
        """Take a frame apart; None where its header is not JSON."""
        if len(data) < PREFIX.size:
            return None
        _, header_length, body_length = PREFIX.unpack_from(data)
        end = PREFIX.size + header_length
        try:
            document = _JSON.decode(data[PREFIX.size : end].decode())
        except (ValueError, RecursionError):
            return None
        return cls(document, data[end : end + body_length], data[end + body_length :])

    def bytes(self) -> bytes:
        """Put it together again, with the lengths as they are now."""
        header = _text(self.document).encode("utf-8", "surrogatepass")
        return PREFIX.pack(MAGIC, len(header), len(self.body)) + header + self.body + self.rest


class Mutator:
    """Edits frames.

    Args:
        seeds: Valid frames, whose parts are put into others.
    """

    def __init__(self, seeds: list[bytes]) -> None:
        self._seeds = seeds
        parsed = [frame for seed in seeds if (frame := Frame.parse(seed)) is not None]
        self._parts = [node for frame in parsed for node, _ in _nodes(frame.document)]
        self._values = [node for frame in parsed for node, _ in _values(frame.document)]
        self._edits: list[Callable[[random.Random, Frame], None]] = [
            self._replace, self._replace, self._number, self._number, self._wrap, self._list, self._object, self._key,
            self._tensor, self._tensor, self._tensor, self._reshape, self._reshape, self._stride, self._stride,
            self._lengths, self._body, self._leaf, self._leaf, self._value, self._value, self._value,
        ]  # fmt: skip

    def mutate(self, choice: random.Random, data: bytes, most: int) -> bytes:
        """Return an edited frame.

        Args:
            choice: Where to edit and how.
            data: The frame, a byte that chooses the limits before it.
            most: The length not to exceed.
        """
        limits, stream = data[:1] or b"\0", data[1:]
        if choice.random() < 0.1:
            limits = bytes([choice.randrange(256)])
        frame = Frame.parse(stream) if choice.random() < 0.9 else None
        if frame is None:
            if choice.random() < 0.3:
                stream = choice.choice(self._seeds)
            return limits + _relabelled(choice, _bytewise(choice, stream))[: most - 1]
        for _ in range(choice.choice((1, 1, 1, 2, 2, 3, 5))):
            choice.choice(self._edits)(choice, frame)
        if choice.random() < 0.6:
            _settle(frame)
        if choice.random() < 0.03:
            frame.rest = choice.choice((b"", b"\0", MAGIC, choice.choice(self._seeds)))
        stream = frame.bytes()
        if choice.random() < 0.05:
            stream = _prefix(choice, stream)
        if choice.random() < 0.03:
            stream = stream[: choice.randrange(len(stream) + 1)]
        return limits + stream[: most - 1]

    def crossed(self, choice: random.Random, one: bytes, other: bytes, most: int) -> bytes:
        """Return a frame with a part of another one, and that one's buffers behind its own."""
        mine, theirs = Frame.parse(one[1:]), Frame.parse(other[1:])
        if mine is None or theirs is None:
            return one[:most]
        lengths, more = _part(mine.document, "buffers"), _part(theirs.document, "buffers")
        if type(lengths) is list and type(more) is list:
            for node, _ in _nodes(theirs.document):
                spec = _tensor_of(node)
                if spec is not None and len(spec) > 2 and type(spec[2]) is int:
                    spec[2] += len(lengths)
            lengths += more
            mine.body += theirs.body
        pairs = _part(_part(mine.document, "message"), "dict")
        if type(pairs) is list:
            pairs.append(["more", _part(theirs.document, "message")])
        else:
            _put(choice, mine.document, _part(theirs.document, "message"))
        return (one[:1] + mine.bytes())[:most]

    # edits of the header

    def _replace(self, choice: random.Random, frame: Frame) -> None:
        """Put a part of any frame in the place of one."""
        _put(choice, frame.document, _copy(choice.choice(self._parts)))

    def _value(self, choice: random.Random, frame: Frame) -> None:
        """Put a value of any frame in the place of one, beside it, or around it."""
        node, put = choice.choice(_values(frame.document) or [(None, lambda _: None)])
        new = _copy(choice.choice(self._values))
        forms = (new, [node, new], Pairs([("tuple", [new, node])]), Pairs([("dict", [["a", node], ["b", new]])]))
        put(choice.choice((new, new, *forms)))

    def _leaf(self, choice: random.Random, frame: Frame) -> None:
        """Put something new in the place of a part."""
        places = _values(frame.document) if choice.random() < 0.6 else _nodes(frame.document)
        if places:
            choice.choice(places)[1](_leaf(choice))

    def _number(self, choice: random.Random, frame: Frame) -> None:
        """Change a number."""
        places = [(node, put) for node, put in _nodes(frame.document) if type(node) in (int, float)]
        if places:
            node, put = choice.choice(places)
            near = (node + 1, node - 1, -node, node * 2, node + HASH_PERIOD, float(node) if abs(node) < 1e9 else 0.5)
            put(choice.choice((*near, choice.choice(INTS), Raw(choice.choice(RAW)), True, str(node))))

    def _wrap(self, choice: random.Random, frame: Frame) -> None:
        """Put a part into a container."""
        node, put = choice.choice(_values(frame.document) or _nodes(frame.document))
        depth = choice.choice((1, 1, 2, 9, 31, 33))
        for _ in range(depth):
            forms = ([node], Pairs([("tuple", [node])]), Pairs([("dict", [["k", node]])]))
            node = choice.choice((*forms, Pairs([("slice", [node, None, None])]), Pairs([("dict", [[node, 0]])])))
        put(node)

    def _list(self, choice: random.Random, frame: Frame) -> None:
        """Drop, repeat, swap or add items of a list."""
        lists = [node for node, _ in _nodes(frame.document) if type(node) is list]
        if not lists:
            return
        items = choice.choice(lists)
        what = choice.randrange(5)
        if what == 0 and items:
            del items[choice.randrange(len(items))]
        elif what == 1 and items:
            item = choice.choice(items)
            items.extend(_copy(item) for _ in range(choice.choice((1, 1, 2, 40, 210))))
        elif what == 2:
            choice.shuffle(items)
        elif what == 3:
            items.insert(choice.randrange(len(items) + 1), _leaf(choice))
        else:
            items.clear()

    def _object(self, choice: random.Random, frame: Frame) -> None:
        """Give an object a key twice, another key, one more, or none."""
        objects = [node for node, _ in _nodes(frame.document) if type(node) is Pairs]
        if not objects:
            return
        pairs = choice.choice(objects).items
        what = choice.randrange(5)
        if what == 0 and pairs:
            pairs.append(choice.choice(pairs))
        elif what == 1 and pairs:
            index = choice.randrange(len(pairs))
            pairs[index] = (choice.choice(TAGS), pairs[index][1])
        elif what == 2:
            pairs.append((choice.choice((*TAGS, *OTHER_KEYS)), _leaf(choice)))
        elif what == 3:
            choice.shuffle(pairs)
        elif pairs:
            index = choice.randrange(len(pairs))
            pairs[index] = (choice.choice(OTHER_KEYS), pairs[index][1])

    def _key(self, choice: random.Random, frame: Frame) -> None:
        """Give a dict a further key, equal to one that is there, of one hash with it, or of a kind that is none."""
        dicts = [spec for node, _ in _nodes(frame.document) if isinstance(spec := _part(node, "dict"), list) and spec]
        if not dicts:
            return
        pairs = choice.choice(dicts)
        old = choice.choice(pairs)
        key = old[0] if type(old) is list and old else 0
        number = key if type(key) is int else choice.choice((0, 1, 2, 9, 1 << 24))
        number += choice.choice((0, 1, 3, 1 << 20, 1 << 300, 1 << 440)) * HASH_PERIOD
        pairs.append([choice.choice((_copy(key), number, -number, _scalar(choice), _leaf(choice), float(number))), 0])
        if choice.random() < 0.3:
            pairs.extend([[number + i, i] for i in range(choice.choice((1, 3, 30)))])
        if choice.random() < 0.05:
            pairs.extend([[i, 0] for i in range(1001)])

    # edits of tensors, and of the buffers that belong to them

    def _tensor(self, choice: random.Random, frame: Frame) -> None:
        """Change one entry of a tensor's claim."""
        if (spec := _any_tensor(choice, frame)) is None:
            return
        index = choice.randrange(len(spec) + 1)
        if index == len(spec):
            spec.append([choice.choice(INTS) for _ in range(choice.randrange(4))])
        elif index == 0:
            spec[0] = choice.choice((*SIZES, "object", "qint8", None, 0))
        elif index == 2:
            spec[2] = choice.choice((0, 1, 2, -1, True, None, 0.0, "0", 1 << 64))
        elif type(spec[index]) is list:
            axes = spec[index]
            if axes and choice.random() < 0.6:
                axes[choice.randrange(len(axes))] = choice.choice(INTS)
            else:
                axes.insert(choice.randrange(len(axes) + 1), choice.choice((0, 1, 1, 2, -1, True, 1 << 40)))
        else:
            spec[index] = _leaf(choice)

    def _reshape(self, choice: random.Random, frame: Frame) -> None:
        """Give a tensor another dtype and shape, and a buffer of the size that they take."""
        spec, lengths = _any_tensor(choice, frame), _part(frame.document, "buffers")
        if spec is None or type(lengths) is not list:
            return
        index = spec[2] if len(spec) > 2 else None
        if (
            type(index) is not int
            or not 0 <= index < len(lengths)
            or any(type(length) is not int for length in lengths)
        ):
            return
        spec[0] = choice.choice(NAMES)
        spec[1] = [choice.choice((0, 1, 1, 2, 3, 5)) for _ in range(choice.choice((0, 1, 1, 2, 3, 7, 16)))]
        size = math.prod(spec[1]) * SIZES[spec[0]]
        if size > 2048:
            return
        start = sum(lengths[:index])
        old = frame.body[start : start + lengths[index]]
        frame.body = frame.body[:start] + (old * size + bytes(size))[:size] + frame.body[start + lengths[index] :]
        lengths[index] = size
        del spec[3:]

    def _stride(self, choice: random.Random, frame: Frame) -> None:
        """Claim strides: such that hold the tensor, with gaps or without, and such that do not."""
        specs = _tensors(frame)
        reach = choice.choice((0, 0, 1 << 14, 1 << 16, 1 << 20))  # 0, or about as much as is allowed
        for spec in specs if choice.random() < 0.5 else choice.sample(specs, min(1, len(specs))):
            if len(spec) < 2 or type(spec[1]) is not list or len(spec[1]) > 16:
                continue
            if any(type(size) is not int or not 0 <= size <= 1 << 20 for size in spec[1]):
                continue
            strides, step = [0] * len(spec[1]), choice.choice((1, 1, 1, 2))
            for axis in choice.sample(range(len(strides)), len(strides)):
                step *= choice.choice((1, 1, 1, 2, 3, 64))
                strides[axis] = step
                step *= max(spec[1][axis], 1)
            if strides and reach:
                axis = strides.index(max(strides))
                most = reach // SIZES.get(str(spec[0]), 1)
                strides[axis] = int(most * choice.uniform(0.4, 1.1)) // max(spec[1][axis] - 1, 1)
            if strides and choice.random() < 0.2:
                axis = choice.randrange(len(strides))
                more = (1, -1, -strides[axis], 1000, 1 << 14, 1 << 16, 1 << 22, 1 << 30, 1 << 62)
                strides[axis] += choice.choice(more)
            spec[3:] = [strides if choice.random() < 0.9 else [*strides, 1]]

    def _lengths(self, choice: random.Random, frame: Frame) -> None:
        """Change the list of the buffers' lengths, with the body or without it."""
        lengths = _part(frame.document, "buffers")
        if type(lengths) is not list:
            return
        what = choice.randrange(5)
        if what == 0:
            lengths.append(choice.choice((0, 0, 1, 8, -1, True, 0.0, 1 << 64)))
        elif what == 1 and lengths:
            lengths.pop()
        elif what == 2 and len(lengths) > 1:
            choice.shuffle(lengths)
        elif what == 3:
            more = choice.choice((1, 4, 8, 24))
            lengths.append(more)
            frame.body += bytes(range(more))
        else:
            lengths.extend([0] * choice.choice((1, 10, 40)))

    def _body(self, choice: random.Random, frame: Frame) -> None:
        """Change bytes of the body, or its length."""
        body = bytearray(frame.body)
        if body and choice.random() < 0.8:
            for _ in range(choice.choice((1, 1, 4, 16))):
                body[choice.randrange(len(body))] = choice.choice((0, 1, 2, 127, 128, 255, choice.randrange(256)))
        else:
            body = body[: choice.randrange(len(body) + 1)] + bytes(choice.choice((0, 0, 1, 8)))
        frame.body = bytes(body)


def _prefix(choice: random.Random, stream: bytes) -> bytes:
    """Let the prefix lie."""
    magic, header, body = PREFIX.unpack_from(stream)
    what = choice.randrange(3)
    if what == 0:
        magic = choice.choice((b"AGW2", b"\0\0\0\0", b"\x80\x04\x95\0", b"PK\x03\x04"))
    elif what == 1:
        header = choice.choice((0, header - 1, header + 1, 1 << 10, 1 << 20, (1 << 20) + 1, (1 << 32) - 1)) % (1 << 32)
    else:
        body = choice.choice((0, body + 1, max(body - 1, 0), 1 << 16, 1 << 27, (1 << 27) + 1, 1 << 63, (1 << 64) - 1))
    return PREFIX.pack(magic, header, body) + stream[PREFIX.size :]


def _bytewise(choice: random.Random, stream: bytes) -> bytes:
    """Set, put in, take out and repeat bytes."""
    edited = bytearray(stream)
    for _ in range(choice.choice((1, 1, 2, 4))):
        start = choice.randrange(len(edited) + 1)
        end = start + choice.choice((0, 1, 1, 2, 8))
        new = choice.choice(
            (b"", choice.randbytes(1), choice.randbytes(4), edited[start:end] * 2, choice.choice(_TOKENS))
        )
        edited[start:end] = new
    return bytes(edited)


def _relabelled(choice: random.Random, stream: bytes) -> bytes:
    """Let the lengths fit what was left of header and body."""
    if len(stream) < PREFIX.size or choice.random() < 0.3:
        return stream
    _, header, _ = PREFIX.unpack_from(stream)
    header = min(header, len(stream) - PREFIX.size)
    return PREFIX.pack(MAGIC, header, len(stream) - PREFIX.size - header) + stream[PREFIX.size :]


def _nodes(document: Any) -> list[tuple[Any, Callable[[Any], None]]]:
    """Return every part of a header, and what puts another one in its place; the whole has no place."""
    found: list[tuple[Any, Callable[[Any], None]]] = [(document, lambda _: None)]
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if type(node) is list:
            found += [(item, lambda new, at=index, of=node: of.__setitem__(at, new)) for index, item in enumerate(node)]
            waiting += node
        elif type(node) is Pairs:
            for index, (key, item) in enumerate(node.items):
                found.append((item, lambda new, at=index, of=node, key=key: of.items.__setitem__(at, (key, new))))
                waiting.append(item)
    return found


def _values(document: Any) -> list[tuple[Any, Callable[[Any], None]]]:
    """Return the parts of a header that stand for a value, and what puts another one in their place."""
    found: list[tuple[Any, Callable[[Any], None]]] = []
    message = _part(document, "message")
    waiting = [message]
    while waiting:
        node = waiting.pop()
        lists = [node]
        if type(node) is Pairs:
            lists = [spec for tag, spec in node.items if tag in ("tuple", "slice")]
            pairs = _part(node, "dict")
            lists += pairs if type(pairs) is list else []
        for items in lists:
            if type(items) is list:
                first = 1 if node is message and type(node) is Pairs else 0  # a message's keys stay text
                found += [
                    (item, lambda new, at=at, of=items: of.__setitem__(at, new))
                    for at, item in enumerate(items[first:], first)
                ]
                waiting += items
    return found


def _settle(frame: Frame) -> None:
    """Give each tensor a buffer of its own, of the size that it claims, where that is small enough."""
    old = _part(frame.document, "buffers")
    if type(old) is not list or any(type(length) is not int or length < 0 for length in old):
        old = []
    starts = [sum(old[:index]) for index in range(len(old))]
    lengths: list[Any] = []
    bodies = []
    for node, _ in _nodes(frame.document):
        spec = _tensor_of(node)
        if spec is None or len(spec) < 3 or spec[0] not in NAMES or type(spec[1]) is not list:
            continue
        if any(type(axis) is not int or not 0 <= axis <= 64 for axis in spec[1]) or len(spec[1]) > 16:
            continue
        if (size := math.prod(spec[1]) * SIZES[spec[0]]) > 1024:
            continue
        start = starts[spec[2]] if type(spec[2]) is int and 0 <= spec[2] < len(starts) else 0
        bodies.append((frame.body[start : start + size] + bytes(size))[:size])
        spec[2] = len(lengths)
        lengths.append(size)
    if type(frame.document) is Pairs:
        frame.body = b"".join(bodies)
        frame.document.items = [(key, lengths if key == "buffers" else item) for key, item in frame.document.items]


def _put(choice: random.Random, document: Any, new: Any) -> None:
    _, put = choice.choice(_nodes(document))
    put(new)


def _part(node: Any, key: str) -> Any:
    return next((item for name, item in node.items if name == key), None) if type(node) is Pairs else None


def _tensor_of(node: Any) -> Any:
    if type(node) is not Pairs or len(node.items) != 1 or node.items[0][0] not in ("tensor", "array"):
        return None
    spec = node.items[0][1]
    return spec if type(spec) is list and spec else None


def _tensors(frame: Frame) -> list[list[Any]]:
    return [spec for node, _ in _nodes(frame.document) if (spec := _tensor_of(node)) is not None]


def _any_tensor(choice: random.Random, frame: Frame) -> list[Any] | None:
    specs = _tensors(frame)
    return choice.choice(specs) if specs else None


def _leaf(choice: random.Random) -> Any:
    number = choice.choice(INTS)
    leaves: list[Any] = [
        None, True, number, 0.5, choice.choice(TEXTS), Raw(choice.choice(RAW)), [], Pairs([]), _scalar(choice),
        Pairs([("handle", number)]), Pairs([("dtype", choice.choice((*SIZES, "qint8", number)))]),
        Pairs([("float", choice.choice(("nan", "inf", 1.0)))]),
        Pairs([("complex", choice.choice((["nan", 1.0], ["-inf", "inf"], [1, 2], [0.5])))]),
    ]  # fmt: skip
    return choice.choice(leaves)


def _scalar(choice: random.Random) -> Pairs:
    name = choice.choice((*NUMPY_DTYPES, "O", "U1"))
    size = NUMPY_DTYPES[name].itemsize if name in NUMPY_DTYPES else 8
    known = name in NUMPY_DTYPES and choice.random() < 0.5
    data = NUMPY_DTYPES[name].type(choice.choice((0, 1, 2, 9))).tobytes() if known else choice.randbytes(size)
    digits = data.hex()
    return Pairs(
        [("scalar", [name, choice.choice((digits, digits, digits, digits[:-1], " " + digits[1:], digits.upper()))])]
    )


def _copy(node: Any) -> Any:
    if type(node) is list:
        return [_copy(item) for item in node]
    if type(node) is Pairs:
        return Pairs([(key, _copy(item)) for key, item in node.items])
    return node


def _text(node: Any) -> str:
    if type(node) is Raw:
        return node.text
    if type(node) is list:
        return f"[{','.join(map(_text, node))}]"
    if type(node) is Pairs:
        return "{" + ",".join(f"{json.dumps(key)}:{_text(item)}" for key, item in node.items) + "}"
    if type(node) is str:
        return json.dumps(node, ensure_ascii=False)
    return json.dumps(node)


_JSON = json.JSONDecoder(
    object_pairs_hook=lambda pairs: Pairs(list(pairs)),
    parse_int=lambda digits: int(digits) if len(digits) <= 160 else Raw(digits),
    parse_float=lambda digits: float(digits) if np.isfinite(float(digits)) else Raw(digits),
    parse_constant=Raw,
)
