"""Whether two programs showed the same in a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from autograder.kit.compare import difference
from autograder.kit.errors import AuthorError
from autograder.kit.evidence import Evidence
from autograder.kit.outcomes import Outcome


@dataclass(frozen=True)
class Ran:
    """One test on one program: what the student is told, and what was seen."""

    outcome: Outcome
    evidence: Evidence


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
