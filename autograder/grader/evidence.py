"""Whether two programs showed the same in a test."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from autograder.kit.check import Event
from autograder.kit.compare import difference
from autograder.kit.errors import AuthorError
from autograder.kit.evidence import Evidence
from autograder.kit.outcomes import Outcome

LARGEST = 8 << 20
"""Bytes of a wrong value that are kept; no test asks for as much, so no known mistake gives more."""


@dataclass(frozen=True)
class Ran:
    """One test on one program: what the student is told, and what was seen."""

    outcome: Outcome
    evidence: Evidence


def kept(seen: Evidence) -> Evidence:
    """Return what is kept of a test until the submission's last one has run: of the values only the decisive one.

    A submission that answers every test with all that an answer may hold would otherwise fill the grader's memory.
    """
    kinds = tuple(Event(event.kind, None) for event in seen.events)
    decisive = seen.decisive
    if decisive is None:
        return replace(seen, events=kinds)
    last = decisive if _size(decisive.seen) <= LARGEST else Event("too large", None)
    return replace(seen, events=(*kinds[:-1], last))


def agree(one: Evidence, other: Evidence) -> bool:
    """Whether two programs did the same in a test: they passed, or they failed at the same place with the same value.

    What a test found to be right on the way is not compared: it may come from random numbers, as the values of a
    network that was just made do.
    """
    return one.outline == other.outline and (
        one.decisive is None or other.decisive is None or _same(one.decisive.seen, other.decisive.seen)
    )


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor) and one.requires_grad != other.requires_grad:
        one, other = one.detach(), other.detach()
    try:
        return difference(one, other) is None
    except AuthorError:  # an object of the student's own making
        return type(one).__name__ == type(other).__name__


def _size(value: Any) -> int:
    """Return about how many bytes a value takes."""
    if isinstance(value, (torch.Tensor, np.ndarray)):
        return value.nbytes
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value), start=sys.getsizeof(value))
    return sys.getsizeof(value)
