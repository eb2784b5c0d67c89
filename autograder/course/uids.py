"""User ids for workers: one for each submission that is graded at the same time, shared with nobody."""

from __future__ import annotations

import errno
import pwd
import socket

from autograder import leftovers

FIRST, LAST = 61184, 65519
"""The range that Linux distributions leave to programs that need users for a while (systemd's dynamic users)."""


class Claims:
    """User ids that this process holds until it ends; needs root on Linux.

    After a submission everything that runs as its user is killed, so no other grading may use that id, wherever its
    files lie. A name of the kernel's marks each: it belongs to one process of the machine, and goes with it.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        self._marks: list[socket.socket] = []
        self.uids: list[int] = []
        running = leftovers.users()
        for uid in range(FIRST, LAST + 1):
            if uid not in running and not _is_taken(uid) and self._mark(uid):
                self.uids.append(uid)
            if len(self.uids) == count:
                return
        self.release()
        raise PermissionError(f"fewer than {count} user ids between {FIRST} and {LAST} are free")

    def _mark(self, uid: int) -> bool:
        mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            mark.bind(f"\0autograder-user-{uid}")
        except OSError as error:
            mark.close()
            if error.errno != errno.EADDRINUSE:
                raise
            return False
        self._marks.append(mark)
        return True

    def release(self) -> None:
        """Give the ids back."""
        for mark in self._marks:
            mark.close()
        self._marks.clear()


def _is_taken(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
