"""What a grader may allocate, so that an answer cannot make it take the machine's memory from others."""

from __future__ import annotations

import contextlib
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

SPARE_BYTES = 2 << 30
"""What a grader may allocate beyond the memory that its lab gives a submission."""


def limit(mebibytes: int) -> None:
    """Limit this process to what it has, a submission's memory and room to spare.

    The grader holds an answer, the right one and their comparison. It is not a limit of the student's, so there is
    room to spare; and where the machine's memory runs out all the same, the kernel ends this process before others.
    The limit is one that this process, which runs no code of a student's, may take back.
    """
    if sys.platform != "linux":
        return
    present = _mapped()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = present + (mebibytes << 20) + SPARE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    with contextlib.suppress(OSError):  # some containers mount it read-only
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")


@contextlib.contextmanager
def unlimited(wanted: bool) -> Iterator[None]:
    """Within this context a process that uses CUDA may map far more addresses than it uses; it keeps those it has.

    Args:
        wanted: Whether it uses CUDA; else nothing changes.
    """
    if not wanted:
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = _mapped()
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        grown = max(0, _mapped() - size)
        soft = before if before == resource.RLIM_INFINITY else before + grown
        resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _mapped() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
