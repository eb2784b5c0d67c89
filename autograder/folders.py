"""Removes a folder that a hostile program has filled."""

from __future__ import annotations

import itertools
import os
import secrets
from pathlib import Path


def remove(path: Path) -> None:
    """Remove a folder and all that is in it, however deep and whatever its rights; follow no link.

    Nested folders are moved up beside their parents before they are emptied, so neither the depth of the tree nor
    the length of its paths matters.
    """
    try:
        top = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
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
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=top)
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
                os.rename(name, next(fresh), src_dir_fd=folder, dst_dir_fd=top)  # type: ignore[call-overload]
