"""Compares an answer with what is expected: type, shape, dtype, then values.

The tolerances were chosen on right answers in several styles: an FFT is a right convolution, and without an
absolute part one right float32 answer in five fails on cancellation.
"""

from __future__ import annotations

import math
from types import NoneType
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from .errors import AuthorError

if TYPE_CHECKING:
    from collections.abc import Iterator

INTEGER_TOLERANCE = 1e-9
"""Integer-valued float64 results agree when they are equal after rounding to this."""

NUMBER_TOLERANCE = 1e-6
"""Python floats agree to this part of the expected one: they mostly are a float32 tensor's only value, or a mean of
such, and the order of a sum in float32 changes its seventh digit."""

SHOWN = 5
"""How many differing places a message lists."""

# For each dtype: relative to the expected value, and relative to the largest expected one.
_TOLERANCES = {
    torch.float64: (1e-9, 1e-11),
    torch.complex128: (1e-9, 1e-11),
    torch.float32: (1e-4, 1e-5),
    torch.complex64: (1e-4, 1e-5),
}
_HALF_TOLERANCE = (2e-2, 1e-3)

_LONGEST_SHOWN = 120
_LONGEST_WHOLE = 60


def difference(yours: Any, expected: Any) -> str | None:
    """Return what differs, in words for the student, or None where the two agree.

    Args:
        yours: The student's value.
        expected: The right one: a tensor, an array, a number, a string, None, or lists, tuples and dicts of
            these. A list and a tuple count as the same.

    Raises:
        AuthorError: `expected` is of another type.

    Example:
        >>> print(difference(torch.tensor([26.0, 54.0]), torch.tensor([44.0, 54.0])))
        1 of 2 values differ:
          index | yours | expected
           (0,) |    26 |       44
    """
    for kind, compare in _COMPARISONS:
        if isinstance(expected, kind):
            found: str | None = compare(yours, expected)
            return found
    raise AuthorError(f"there is no comparison for an expected value of type {type(expected).__name__}")


def change(after: Any, before: torch.Tensor) -> str | None:
    """Return how a tensor differs from what it was, to the last bit, or None where it is the same."""
    return _tensor_difference(after, before, exact=True)


def show(value: Any) -> str:
    """Write a value short enough for one line of a message, in time and memory that its size does not decide."""
    text = _shown(value, _LONGEST_SHOWN + 1)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def _shown(value: Any, room: int) -> str:
    """Write at least as much of a value as there is room for."""
    if isinstance(value, (torch.Tensor, np.ndarray)):
        kind = "tensor" if isinstance(value, torch.Tensor) else "NumPy array"
        return f"a {kind} of shape {tuple(value.shape)}"
    if isinstance(value, (list, tuple)):
        inside = _joined((_shown(entry, room) for entry in value), room)
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        entries = (f"{_shown(key, room)}: {_shown(entry, room)}" for key, entry in value.items())
        return f"{{{_joined(entries, room)}}}"
    if isinstance(value, (bool, int, float, complex, str, np.generic, NoneType)):
        return repr(value[:room] if isinstance(value, str) else value)
    return f"an object of type {type(value).__name__}"


def _joined(entries: Iterator[str], room: int) -> str:
    parts: list[str] = []
    for entry in entries:
        parts.append(entry)
        room -= len(entry) + 2
        if room < 0:
            break
    return ", ".join(parts)


def _type_difference(yours: Any, wanted: str) -> str:
    if yours is None:
        return f"yours is None, expected {wanted}: does every path return its result?"
    return f"yours is of type {type(yours).__name__}, expected {wanted}"


def _number_difference(yours: Any, wanted: str) -> str:
    if isinstance(yours, torch.Tensor) and yours.numel() == 1:
        return f"yours is a tensor, expected {wanted}: .item() gives a tensor's only value as a number"
    return _type_difference(yours, wanted)


def _plain_difference(yours: Any, expected: Any) -> str | None:
    if type(yours) is type(expected) and yours == expected:
        return None
    return f"yours is {show(yours)}, expected {show(expected)}"


def _integer_difference(yours: Any, expected: int) -> str | None:
    if isinstance(yours, (float, np.floating)):
        return f"yours is the float {show(yours)}, expected the integer {expected}"
    if isinstance(yours, bool) or not isinstance(yours, (int, np.integer)):
        return _number_difference(yours, f"the integer {expected}")
    return None if int(yours) == expected else f"yours is {yours}, expected {expected}"


def _float_difference(yours: Any, expected: float) -> str | None:
    if not isinstance(yours, (float, np.floating)):
        return _number_difference(yours, f"a Python float, about {expected:.6g}")
    if math.isfinite(expected) and abs(float(yours) - expected) <= NUMBER_TOLERANCE * abs(expected):
        return None
    mine, right = (torch.tensor(float(value), dtype=torch.float64) for value in (yours, expected))
    return _tensor_difference(mine, right)


def _scalar_difference(yours: Any, expected: np.generic) -> str | None:
    return difference(yours, expected.item())


def _array_difference(yours: Any, expected: np.ndarray[Any, Any]) -> str | None:
    if not isinstance(yours, np.ndarray):
        return _type_difference(yours, "a NumPy array")
    if yours.shape != expected.shape:
        return f"shape: yours is {yours.shape}, expected {expected.shape}"
    if yours.dtype != expected.dtype:
        return f"dtype: yours is {yours.dtype}, expected {expected.dtype}"
    return _tensor_difference(torch.from_numpy(yours.copy()), torch.from_numpy(expected.copy()))


def _sequence_difference(yours: Any, expected: list[Any] | tuple[Any, ...]) -> str | None:
    if not isinstance(yours, (list, tuple)):
        return _type_difference(yours, f"a {'list' if isinstance(expected, list) else 'tuple'}")
    if len(yours) != len(expected):
        entries = "entry" if len(yours) == 1 else "entries"
        return f"yours has {len(yours)} {entries}, expected {len(expected)}: {show(yours)}"
    for index, (mine, right) in enumerate(zip(yours, expected, strict=True)):
        found = difference(mine, right)
        if found is not None:
            short = _reads_whole(yours) and _reads_whole(expected)
            return f"yours is {yours}, expected {expected}" if short else f"entry {index}: {found}"
    return None


def _reads_whole(value: Any) -> bool:
    """Whether a sequence, such as a shape, is best shown in one piece: short, and of integers and texts."""
    if isinstance(value, (list, tuple)):
        return all(map(_reads_whole, value)) and len(repr(value)) <= _LONGEST_WHOLE
    return isinstance(value, (int, str, NoneType))


def _dict_difference(yours: Any, expected: dict[Any, Any]) -> str | None:
    if not isinstance(yours, dict):
        return _type_difference(yours, "a dict")
    if yours.keys() != expected.keys():
        return f"yours has the keys {show(list(yours))}, expected {show(list(expected))}"
    for key, right in expected.items():
        found = difference(yours[key], right)
        if found is not None:
            return f"entry {show(key)}: {found}"
    return None


def _tensor_difference(yours: Any, expected: torch.Tensor, *, exact: bool = False) -> str | None:
    if not isinstance(yours, torch.Tensor):
        return _type_difference(yours, "a torch.Tensor")
    for what in ("shape", "dtype", "device", "layout"):
        mine, right = getattr(yours, what), getattr(expected, what)
        if mine != right:
            shown = (tuple(mine), tuple(right)) if what == "shape" else (mine, right)
            return f"{what}: yours is {shown[0]}, expected {shown[1]}"
    if torch.equal(yours, expected):  # the common case, without wide copies
        return None
    yours, expected = yours.detach().cpu(), expected.detach().cpu()
    wrong = ~(_same if exact else _close)(yours, expected)
    return _table(yours, expected, wrong) if bool(wrong.any()) else None


def _same(yours: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
    return (yours == expected) | (yours.isnan() & expected.isnan())


def _close(yours: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
    dtype = expected.dtype
    if not (dtype.is_floating_point or dtype.is_complex):
        return yours == expected
    wide = torch.complex128 if dtype.is_complex else torch.float64
    yours, expected = yours.to(wide), expected.to(wide)
    finite = torch.isfinite(expected)
    size = torch.where(finite, expected.abs(), 0.0)
    if dtype == torch.float64 and bool((expected[finite] == expected[finite].round()).all()):
        allowed = torch.full(size.shape, INTEGER_TOLERANCE / 2, dtype=torch.float64)
    else:
        relative, absolute = _TOLERANCES.get(dtype, _HALF_TOLERANCE)
        allowed = relative * size + absolute * size.max()
    near = finite & torch.isfinite(yours) & ((yours - expected).abs() <= allowed)
    return near | _same(yours, expected)


def _table(yours: torch.Tensor, expected: torch.Tensor, wrong: torch.Tensor) -> str:
    if wrong.dim() == 0:
        mine, right = _pair(yours.item(), expected.item())
        return f"yours is {mine}, expected {right}"
    rows = [("index", "yours", "expected")]
    for place in wrong.nonzero()[:SHOWN].tolist():
        index = tuple(place)
        rows.append((str(index), *_pair(yours[index].item(), expected[index].item())))
    count = int(wrong.sum())
    lines = [f"{count} of {wrong.numel()} values differ:", *_columns(rows)]
    if count > SHOWN:
        lines.append(f"  and {count - SHOWN} more")
    return "\n".join(lines)


def _columns(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + " | ".join(cells)


def _pair(yours: complex, expected: complex) -> tuple[str, str]:
    """Write two numbers with six digits, or with two more than it takes to tell them apart."""
    if _number(yours, 6) != _number(expected, 6):
        return _number(yours, 6), _number(expected, 6)
    enough = next((digits for digits in range(7, 16) if _number(yours, digits) != _number(expected, digits)), 15)
    return _number(yours, enough + 2), _number(expected, enough + 2)


def _number(value: complex, digits: int) -> str:
    return str(value) if isinstance(value, (bool, int)) else f"{value:.{digits}g}"


_COMPARISONS: tuple[tuple[Any, Any], ...] = (
    (torch.Tensor, _tensor_difference),
    (np.ndarray, _array_difference),
    ((bool, str, NoneType), _plain_difference),  # before the integers, of which Python's True is one
    (int, _integer_difference),
    (float, _float_difference),
    (np.generic, _scalar_difference),
    ((list, tuple), _sequence_difference),
    (dict, _dict_difference),
)
