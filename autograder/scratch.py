"""Folders for a while, which are removed even where the program that made them was killed: by the next one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

from autograder import folders

LOCK = ".lock"
"""A file in each such folder, locked for as long as the folder's maker lives: the kernel lets go of it with him."""


class Scratch:
    """A folder that only its maker can list.

    Args:
        prefix: How its name begins; what others have left behind under such names is removed.

    Attributes:
        path: The folder.
    """

    def __init__(self, prefix: str) -> None:
        remove_abandoned(prefix)
        self._make(prefix)
        while not (self.path / LOCK).exists():  # another program saw it before it was locked, and has removed it
            os.close(self._lock)
            self._make(prefix)

    def _make(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        folders.remove(self.path)
        os.close(self._lock)


def remove_abandoned(prefix: str) -> None:
    """Remove this user's folders whose makers have ended without doing so."""
    for lock in Path(tempfile.gettempdir()).glob(f"{prefix}*/{LOCK}"):
        with contextlib.suppress(OSError):  # somebody else's, or just being removed
            descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                if os.fstat(descriptor).st_uid == os.geteuid():
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    folders.remove(lock.parent)
            finally:
                os.close(descriptor)
