"""What a grader is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """What to grade, and how.

    Attributes:
        name: The submission's name.
        digest: The hash of its content; it seeds the tests' inputs.
        layers: The confinement's layers.
        profile: The training profile, or None to leave the training check out.
        threads: Threads that a training run may use.
    """

    name: str
    digest: str
    layers: tuple[str, ...]
    profile: str | None
    threads: int
