"""Compares an answer with what is expected: type, shape, dtype, then values.

The tolerances were chosen on right answers in several styles: an FFT is a right convolution, and without an
absolute part one right float32 answer in five fails on cancellation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

INTEGER_TOLERANCE = 1e-9
"""Integer-valued float64 results agree when they are equal after rounding to this."""

SHOWN = 5
"""How many differing places a message lists."""

_RELATIVE = {torch.float64: (1e-9, 1e-11), torch.float32: (1e-4, 1e-5)}
_RELATIVE_SMALL = (2e-2, 1e-3)


def difference(yours: Any, expected: Any) -> str | None:
    """Return what differs, in words for the student, or None where the two agree.

    Args:
        yours: The student's value.
        expected: The right one: a tensor, an array, a number, a string, None, or lists, tuples and dicts of these.
            A list and a tuple count as the same.

    Example:
        >>> print(difference(torch.tensor([26.0, 54.0]), torch.tensor([44.0, 54.0])))
        1 of 2 values differ:
          index | yours | expected
           (0,) |    26 |       44
    """
    if isinstance(expected, torch.Tensor):
        return _tensor_difference(yours, expected)
    if isinstance(expected, np.ndarray):
        if not isinstance(yours, np.ndarray):
            return _type_difference(yours, "a NumPy array")
        return _tensor_difference(torch.from_numpy(yours.copy()), torch.from_numpy(expected.copy()))
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        if type(yours) is not type(expected) or yours != expected:
            return f"yours is {show(yours)}, expected {show(expected)}"
        return None
    if isinstance(expected, int):
        return _integer_difference(yours, expected)
    if isinstance(expected, float):
        return _float_difference(yours, expected)
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(yours, expected)
    if isinstance(expected, dict):
        if not isinstance(yours, dict) or list(map(repr, yours)) != list(map(repr, expected)):
            return f"yours is {show(yours)}, expected {show(expected)}"
        return _sequence_difference(list(yours.values()), list(expected.values()))
    raise TypeError(f"no comparison for an expected value of type {type(expected).__name__}")


def show(value: Any) -> str:
    """Write a value short enough for one line of a message."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"a NumPy array of shape {value.shape}"
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _type_difference(yours: Any, wanted: str) -> str:
    if yours is None:
        return f"yours is None, expected {wanted}: does every path return its result?"
    return f"yours is of type {type(yours).__name__}, expected {wanted}"


def _integer_difference(yours: Any, expected: int) -> str | None:
    if isinstance(yours, bool) or not isinstance(yours, (int, np.integer)):
        if isinstance(yours, (float, np.floating)):
            return f"yours is the float {show(yours)}, expected the integer {expected}"
        return _type_difference(yours, f"the integer {expected}")
    return None if int(yours) == expected else f"yours is {yours}, expected {expected}"


def _float_difference(yours: Any, expected: float) -> str | None:
    if isinstance(yours, bool) or not isinstance(yours, (float, np.floating)):
        return _type_difference(yours, f"a Python float, about {expected:.6g}")
    if _close(torch.tensor([float(yours)]).double(), torch.tensor([expected]).double(), torch.float64).all():
        return None
    mine, right = _pair(float(yours), expected)
    return f"yours is {mine}, expected {right}"


def _sequence_difference(yours: Any, expected: list[Any] | tuple[Any, ...]) -> str | None:
    if not isinstance(yours, (list, tuple)):
        return _type_difference(yours, f"a {type(expected).__name__} of {len(expected)}")
    if len(yours) != len(expected):
        return f"yours has {len(yours)} entries, expected {len(expected)}: {show(yours)}"
    for index, (mine, right) in enumerate(zip(yours, expected)):  # noqa: B905 - lengths are equal here
        found = difference(mine, right)
        if found is not None:
            return f"entry {index}: {found}"
    return None


def _tensor_difference(yours: Any, expected: torch.Tensor) -> str | None:
    if not isinstance(yours, torch.Tensor):
        return _type_difference(yours, "a torch.Tensor")
    if yours.shape != expected.shape:
        return f"shape: yours is {tuple(yours.shape)}, expected {tuple(expected.shape)}"
    if yours.dtype != expected.dtype:
        return f"dtype: yours is {yours.dtype}, expected {expected.dtype}"
    if torch.equal(yours, expected):  # the common case, without wide copies
        return None
    wrong = ~_close(_wide(yours), _wide(expected), expected.dtype)
    if not bool(wrong.any()):
        return None
    return _table(_wide(yours), _wide(expected), wrong)


def _wide(values: torch.Tensor) -> torch.Tensor:
    values = values.detach().cpu()
    if values.dtype.is_complex:
        return values.to(torch.complex128)
    return values.double() if values.dtype.is_floating_point else values.long()


def _close(yours: torch.Tensor, expected: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    if not (dtype.is_floating_point or dtype.is_complex):
        return yours == expected
    finite = torch.isfinite(expected)
    known = expected[finite].abs()
    if dtype == torch.float64 and bool((expected[finite] == expected[finite].round()).all()):
        allowed = torch.full(expected.shape, INTEGER_TOLERANCE / 2, dtype=torch.float64)
    else:
        relative, absolute = _RELATIVE.get(dtype, _RELATIVE_SMALL)
        scale = float(known.max()) if known.numel() else 0.0
        allowed = (
            relative * torch.where(finite, expected, torch.zeros_like(expected)).abs() + absolute * scale
        )
    same = (yours == expected) | (torch.isnan(yours) & torch.isnan(expected))
    near = finite & torch.isfinite(yours) & ((yours - expected).abs() <= allowed)
    return same | near


def _table(yours: torch.Tensor, expected: torch.Tensor, wrong: torch.Tensor) -> str:
    count = int(wrong.sum())
    if wrong.dim() == 0:
        mine, right = _pair(yours.item(), expected.item())
        return f"yours is {mine}, expected {right}"
    rows = [("index", "yours", "expected")]
    for place in wrong.nonzero()[:SHOWN].tolist():
        mine, right = _pair(yours[tuple(place)].item(), expected[tuple(place)].item())
        rows.append((str(tuple(place)), mine, right))
    lines = [f"{count} of {wrong.numel()} values differ:", *_columns(rows)]
    if count > SHOWN:
        lines.append(f"  and {count - SHOWN} more")
    return "\n".join(lines)


def _columns(rows: list[tuple[str, str, str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = (cell.rjust(width) for cell, width in zip(row, widths))  # noqa: B905 - one width a column
        yield "  " + " | ".join(cells)


def _pair(yours: complex, expected: complex) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes to tell them apart."""
    for digits in (6, 9, 17):
        mine, right = _number(yours, digits), _number(expected, digits)
        if mine != right:
            break
    return mine, right


def _number(value: complex, digits: int) -> str:
    return str(value) if isinstance(value, (bool, int)) else f"{value:.{digits}g}"
