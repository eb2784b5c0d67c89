"""What a test's run showed of the program that it ran on, in full or as a short digest."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from .errors import AuthorError, Raised, StudentError, WrongAnswer
from .frames import builtin_kind, message
from .outcomes import DONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .check import Check, Event
    from .outcomes import Outcome

_STEPS = 997.3
"""How finely a digest sees fractions, as steps up to the largest value: no round number, so that halves and tenths
do not fall on the edge between two steps."""

_MOST_PLACES = 64
"""Fractions of one tensor that a digest looks at; each could fall on an edge."""


@dataclass(frozen=True)
class Evidence:
    """What one test saw of one program.

    Attributes:
        state: What came of the test.
        events: What the test learnt, in order.
        ended: How it ended where a call gave no answer: the error's name, and its text where it is not ours.
    """

    state: str
    events: tuple[Event, ...]
    ended: str

    @property
    def outline(self) -> tuple[str, ...]:
        """What happened, without values; where all was well there is nothing more to know."""
        return (self.state,) if self.state == DONE else (self.state, *(event.kind for event in self.events), self.ended)

    @property
    def decisive(self) -> Event | None:
        """What the test failed on: its last event; those before it were as they should be.

        None where nothing was wrong, and where a call raised in place of giving a value.
        """
        failed_on_value = self.state != DONE and self.ended in ("", "WrongAnswer")
        return self.events[-1] if failed_on_value and self.events else None


def evidence(outcome: Outcome, check: Check | None, error: BaseException | None) -> Evidence:
    """Return what a finished test saw.

    Args:
        outcome: What came of it.
        check: Its `check` fixture, where it used one.
        error: What it raised, or None.
    """
    return Evidence(outcome.state, tuple(check.events) if check is not None else (), _ending(error))


def _ending(error: BaseException | None) -> str:
    """Name an error; of one that a program or a library raised the text counts too, for one kind has many causes."""
    if error is None:
        return ""
    if isinstance(error, Raised):
        return error.kind if error.kind == WrongAnswer.__name__ else f"{error.kind}: {error.message}"
    if isinstance(error, (StudentError, AuthorError, AssertionError)):
        return type(error).__name__
    return f"{builtin_kind(error)}: {message(error)}"


def digest(seen: Evidence) -> str:
    """Return a short text that is the same for two programs that showed the same.

    Whole numbers count exactly, fractions to about three digits of the largest: a rounding error seldom shows, and
    then two programs that did the same are taken for different ones.
    """
    value = _plain(seen.decisive.seen) if seen.decisive is not None else ""
    return hashlib.sha256(f"{seen.outline}{value}".encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, torch.Tensor) and not value.is_complex():
        numbers = value.detach().cpu().to(torch.float64).numpy()
        return f"{value.dtype}{tuple(value.shape)}{_numbers(numbers)}"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return f"array {value.dtype}{value.shape}{_numbers(value.astype(np.float64))}"
    if isinstance(value, float):
        return f"float{_number(value)}"
    if value is None or isinstance(value, (bool, int, str)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_plain, value))}]"
    return type(value).__name__


def _numbers(values: np.ndarray[Any, Any]) -> str:
    flat = values.ravel()
    finite = flat[np.isfinite(flat)]
    if (finite == finite.round()).all():
        return repr([_whole(value) for value in flat.tolist()])
    places: Sequence[int] = np.linspace(0, len(flat) - 1, min(len(flat), _MOST_PLACES)).astype(int).tolist()
    largest = float(np.abs(finite).max())
    size = math.frexp(largest)[1]
    return f"{size}" + repr([_whole(value / largest * _STEPS) for value in flat[places].tolist()])


def _number(value: float) -> str:
    if not math.isfinite(value) or value == round(value):
        return repr(value)
    exponent = math.frexp(value)[1]
    return f"{exponent}/{round(value / 2.0**exponent * _STEPS)}"


def _whole(value: float) -> str:
    return str(round(value)) if math.isfinite(value) else repr(value)
