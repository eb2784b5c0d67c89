"""Whose turn it is on a GPU that several gradings share: many at once, or one that needs all of its memory."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class Turns:
    """The gradings that train on one GPU; the kernel ends the turn of one that ends.

    Args:
        path: A file that all of them lock, made where it is missing; None where a grading has the device to itself.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @property
    def single(self) -> bool:
        """Whether nobody else is on the device."""
        return self._path is None

    def shared(self) -> contextlib.AbstractContextManager[None]:
        """Return a context beside others; it begins when no one is there alone."""
        return self._locked(fcntl.LOCK_SH)

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Return a context without others; it begins when those that are there have ended."""
        return self._locked(fcntl.LOCK_EX)

    @contextlib.contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        if self._path is None:
            yield
            return
        # Opened each time: a lock belongs to an open file, and forks share those that were open before.
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind)
            yield
        finally:
            os.close(descriptor)
