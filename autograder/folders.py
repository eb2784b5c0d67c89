"""Measures and removes a folder that a hostile program has filled."""

from __future__ import annotations

import itertools
import os
import secrets
from pathlib import Path

DEEPEST = 64
"""Folders within folders; no program needs more."""


def holds_more(path: Path, most_bytes: int, most_files: int) -> bool:
    """Return whether a folder takes more room than it may, has more files, or is nested too deep; follow no link."""
    room, files = most_bytes, most_files
    waiting = [(os.open(path, _FOLDER), 1)]
    try:
        while waiting:
            folder, depth = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        status = entry.stat(follow_symlinks=False)
                        room -= status.st_blocks * 512  # a file with holes takes less than its size
                        files -= 1
                        if room < 0 or files < 0 or depth > DEEPEST:
                            return True
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append((os.open(entry.name, _FOLDER, dir_fd=folder), depth + 1))
            except OSError:
                continue  # it was removed or closed while we looked; the next look finds what it has become
            finally:
                os.close(folder)
    finally:
        for folder, _ in waiting:
            os.close(folder)
    return False


_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove(path: Path) -> None:
    """Remove a folder and all that is in it, however deep and whatever its rights; follow no link.

    Nested folders are moved up beside their parents before they are emptied, so neither the depth of the tree nor
    the length of its paths matters.
    """
    try:
        top = os.open(path, _FOLDER)
    except FileNotFoundError:
        return
    try:
        os.fchmod(top, 0o700)
        fresh = (f".remove-{secrets.token_hex(16)}" for _ in itertools.count())  # names that nobody has
        _empty(top, top, fresh)
        while names := os.listdir(top):  # noqa: PTH208 - by descriptor
            for name in names:
                _remove_folder(top, name, fresh)
    finally:
        os.close(top)
    path.rmdir()


def _remove_folder(top: int, name: str, fresh: itertools.chain[str] | object) -> None:
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, _FOLDER, dir_fd=top)
    try:
        _empty(top, inner, fresh)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)


def _empty(top: int, folder: int, fresh: object) -> None:
    """Unlink the files of a folder and move its folders up to the top."""
    for name in os.listdir(folder):
        try:
            os.unlink(name, dir_fd=folder)
        except (IsADirectoryError, PermissionError):
            if folder != top:
                os.chmod(name, 0o700, dir_fd=folder)  # without the right to write in it its owner cannot move it
                os.rename(name, next(fresh), src_dir_fd=folder, dst_dir_fd=top)  # type: ignore[call-overload]
