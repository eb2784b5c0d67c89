"""What a worker is started with: the one thing that grader and worker both know of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NO_CONNECTION = 74
"""The exit status of a worker that can no longer be asked or answer: an error of input or output in sysexits.h."""


@dataclass(frozen=True)
class Confinement:
    """What one worker may use.

    Attributes:
        uid: The user and group to become, or None to stay who we are.
        folder: The only place it may write in.
        memory_bytes: What it may allocate beyond what it starts with.
        file_bytes: The largest file it may write.
        disk_bytes: What all files together may hold that it writes.
        threads: How many threads it may run at once.
        processor_seconds: After this much processor time the kernel kills it.
        cuda: Whether it may open the GPU's device files.
        layers: Which layers to put on; the others are left out (`--isolation none` leaves all out).
    """

    uid: int | None
    folder: Path
    memory_bytes: int
    file_bytes: int
    disk_bytes: int
    threads: int
    processor_seconds: int
    cuda: bool
    layers: tuple[str, ...]


def spec_of(
    confinement: Confinement, forbids: list[str], lent: list[str], seed: int, *, shared: bool = False
) -> dict[str, Any]:
    """Return the message that starts a worker.

    Args:
        confinement: What it may use.
        forbids: The calls that it refuses.
        lent: The names that it may ask for.
        seed: Of its random numbers.
        shared: Whether it refuses what only some of its exercises forbid: then no refusal may go unnoticed.
    """
    written = {**asdict(confinement), "folder": str(confinement.folder)}
    return {"confinement": written, "forbids": forbids, "lent": lent, "seed": seed, "shared": shared}
