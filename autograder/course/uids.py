"""User ids for workers: one for each submission that is graded at the same time, shared with nobody."""

from __future__ import annotations

import fcntl
import os
import pwd
import tempfile
from pathlib import Path

FIRST, LAST = 61184, 65519
"""The range that Linux distributions leave to programs that need users for a while (systemd's dynamic users)."""


class Claims:
    """User ids that this process holds until it ends: a lock on a file each keeps other gradings off them.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        self._locks: list[int] = []
        self.uids: list[int] = []
        folder = Path(tempfile.gettempdir()) / "autograder-users"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.lstat().st_uid != os.geteuid() or folder.is_symlink():
            raise PermissionError(f"{folder} belongs to somebody else: remove it and try again")
        for uid in range(FIRST, LAST + 1):
            if len(self.uids) == count:
                return
            if not _is_taken(uid) and self._lock(folder / str(uid)):
                self.uids.append(uid)
        raise PermissionError(f"fewer than {count} user ids between {FIRST} and {LAST} are free")

    def _lock(self, path: Path) -> bool:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._locks.append(descriptor)
        return True

    def release(self) -> None:
        """Give the ids back."""
        for descriptor in self._locks:
            os.close(descriptor)
        self._locks.clear()


def _is_taken(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
