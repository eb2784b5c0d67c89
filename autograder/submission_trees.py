"""Looks into a student's folder or zip without trusting anything in it.

Both are seen as a tree of folders whose files can be listed and read. Nothing is unpacked, no link is
followed, nothing but a regular file is opened, and no size is believed before it has been counted.
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Self, TypeAlias

from autograder.safe_text import for_terminal

FILE_BYTES = 1 << 20
ENTRIES = 10_000
DEPTH = 8
# A zip of 10,000 entries with names of 300 characters has a directory of this size.
_ZIP_DIRECTORY_BYTES = 4 << 20

_SKIPPED = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "support", "tests", "venv"}
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_OPEN_FOLDER = _OPEN_FILE | os.O_DIRECTORY
_ENCRYPTED = 0x1 | 0x40
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip

Folder: TypeAlias = tuple[str, ...]


class SubmissionError(Exception):
    """A submission that cannot be opened; the text is one line: what, where, and what to do."""


class UnusableFileError(Exception):
    """One file that cannot be read; the text goes on from its name: "is a symbolic link"."""


class TooLargeError(UnusableFileError):
    """A file that is larger than what is read of one."""


class Tree(Protocol):
    """Folders and files of a submission; a folder is the names that lead to it, () the outermost."""

    def holds(self, folder: Folder, names: Iterable[str]) -> bool:
        """Says whether one of `names` is in `folder`, as anything but a folder."""

    def folders(self, folder: Folder) -> list[Folder]:
        """Returns the folders directly in `folder` where a lab's files may lie, sorted."""

    def names(self, folder: Folder) -> list[str]:
        """Returns the names of all that is in `folder` and is no folder, sorted."""

    def read(self, folder: Folder, name: str, limit: int = FILE_BYTES) -> bytes:
        """Returns a file's content, at most `limit` bytes; raises UnusableFileError."""


class DiskTree:
    """A folder on disk, read through descriptors, so that nothing can be slipped in between two steps."""

    def __init__(self, path: Path, only: str | None = None) -> None:
        """Opens the folder at `path`.

        Args:
            path: an existing folder, no link.
            only: the one file to see, where a single file was handed in; the folder is then no part of the
                submission, and may be reached through a link.
        """
        flags = _OPEN_FOLDER if only is None else _OPEN_FOLDER & ~os.O_NOFOLLOW
        self._root = os.open(path, flags)
        self._label = for_terminal(str(path))
        self._only = only
        self._seen = 0
        self._listings: dict[Folder, list[tuple[str, bool]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._root)

    def holds(self, folder: Folder, names: Iterable[str]) -> bool:
        """Looks for these names alone: the lab's files are found beside a million others."""
        if self._only is not None and self._only not in names:
            return False
        try:
            with self._opened(folder) as descriptor:
                return any(_is_file(name, descriptor) for name in names)
        except OSError:
            return False

    def folders(self, folder: Folder) -> list[Folder]:
        """Returns the sub-folders; none of a folder that may not be read."""
        if self._only is not None:
            return []
        try:
            listing = self._listing(folder)
        except OSError:
            return []
        return [(*folder, name) for name, is_folder in listing if is_folder and not is_skipped(name)]

    def names(self, folder: Folder) -> list[str]:
        """Returns the names of files, links and whatever else is no folder."""
        if self._only is not None:
            return [self._only]
        return [name for name, is_folder in self._listing(folder) if not is_folder]

    def read(self, folder: Folder, name: str, limit: int = FILE_BYTES) -> bytes:
        """Returns the content of a regular file."""
        try:
            with self._opened(folder) as parent:
                # Even opening a device can have effects, so what it is comes first.
                _require_regular(os.stat(name, dir_fd=parent, follow_symlinks=False))
                with os.fdopen(os.open(name, _OPEN_FILE, dir_fd=parent), "rb", buffering=0) as file:
                    status = os.fstat(file.fileno())
                    _require_regular(status)
                    _require_size(status.st_size, limit)
                    return _read(file.read, limit)
        except OSError as error:
            raise UnusableFileError(f"cannot be read ({error.strerror})") from error

    @contextmanager
    def _opened(self, folder: Folder) -> Iterator[int]:
        descriptor = os.dup(self._root)
        try:
            for name in folder:
                parent = descriptor
                descriptor = os.open(name, _OPEN_FOLDER, dir_fd=parent)
                os.close(parent)
            yield descriptor
        finally:
            os.close(descriptor)

    def _listing(self, folder: Folder) -> list[tuple[str, bool]]:
        if folder not in self._listings:
            listing = []
            with self._opened(folder) as descriptor, os.scandir(descriptor) as entries:
                for entry in entries:
                    self._seen += 1
                    if self._seen > ENTRIES:
                        raise SubmissionError(_too_many(self._label))
                    listing.append((entry.name, entry.is_dir(follow_symlinks=False)))
            self._listings[folder] = sorted(listing)
        return self._listings[folder]


class ZipTree:
    """A zip archive, read in place; of its files only those that are asked for are inflated."""

    def __init__(self, path: Path) -> None:
        """Opens the archive at `path` and checks its directory.

        Raises:
            SubmissionError: it is no zip, too large, or has names that no zip of a folder has.
            OSError: the file cannot be opened.
        """
        self._label = for_terminal(str(path))
        self._files: dict[Folder, dict[str, zipfile.ZipInfo]] = {(): {}}
        self._folders: dict[Folder, set[Folder]] = {}
        self._file = _BoundedFile(os.open(path, _OPEN_FILE))
        try:
            self._archive = self._opened()
            infos = self._archive.infolist()
            if len(infos) > ENTRIES:
                raise SubmissionError(_too_many(self._label))  # noqa: TRY301  # the file is to be closed
            for info in infos:
                self._add(info)
        except SubmissionError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()
        self._file.close()

    def holds(self, folder: Folder, names: Iterable[str]) -> bool:
        """Looks the names up."""
        return any(name in self._files.get(folder, {}) for name in names)

    def folders(self, folder: Folder) -> list[Folder]:
        """Returns the folders that entries lie in; an archive need not list them."""
        return sorted(self._folders.get(folder, ()))

    def names(self, folder: Folder) -> list[str]:
        """Returns the names of files and links."""
        return sorted(self._files.get(folder, ()))

    def read(self, folder: Folder, name: str, limit: int = FILE_BYTES) -> bytes:
        """Returns the content of an entry, inflated up to `limit` bytes.

        Raises:
            SubmissionError: the entry is encrypted, as then all of them are.
            UnusableFileError: it is none that can be read.
        """
        info = self._files[folder][name]
        if info.flag_bits & _ENCRYPTED:
            raise SubmissionError(f"{self._label} is encrypted: zip the folder again, without a password")
        mode = info.external_attr >> 16
        if stat.S_ISLNK(mode):
            raise UnusableFileError("is a symbolic link")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise UnusableFileError("is not a regular file")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnusableFileError("is compressed in an unusual way (zip with the method deflate)")
        _require_size(info.file_size, limit)
        try:
            with self._archive.open(info) as file:
                return _read(file.read, limit)
        except (*_DAMAGED, NotImplementedError) as error:
            raise UnusableFileError("is damaged in the zip file") from error

    def _opened(self) -> zipfile.ZipFile:
        try:
            _require_regular(os.fstat(self._file.fileno()))
            return zipfile.ZipFile(self._file)
        except UnusableFileError as error:
            raise SubmissionError(f"{self._label} {error}: hand in a folder or a zip file") from error
        except (*_DAMAGED, NotImplementedError) as error:
            raise SubmissionError(
                f"{self._label} is no zip file, or only a part of one: zip the folder again"
            ) from error

    def _add(self, info: zipfile.ZipInfo) -> None:
        # Some programs for Windows write backslashes; nothing is unpacked, so they do no harm.
        text = info.filename.replace("\\", "/")
        parts = [part for part in text.split("/") if part not in ("", ".")]
        if text.startswith("/") or ".." in parts or re.match("[A-Za-z]:", text):
            shown = for_terminal(info.filename)[:100]
            raise SubmissionError(
                f"{self._label} has an entry that points out of the archive, {shown}: zip the folder again"
            )
        is_folder = text.endswith("/")
        folder = tuple(parts if is_folder else parts[:-1])
        if len(folder) > DEPTH or any(is_skipped(part) for part in folder):
            return
        for depth in range(len(folder)):
            self._folders.setdefault(folder[:depth], set()).add(folder[: depth + 1])
        if is_folder or not parts:
            return
        files = self._files.setdefault(folder, {})
        if parts[-1] in files and parts[-1].endswith((".py", ".ipynb")):
            shown = for_terminal("/".join(parts))[:100]
            raise SubmissionError(f"{self._label} holds {shown} twice: zip the folder again")
        files[parts[-1]] = info


class _BoundedFile(io.FileIO):
    """Refuses to read a zip's directory at once where it is larger than any that is allowed."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > _ZIP_DIRECTORY_BYTES:
            raise zipfile.BadZipFile("too large a directory")
        return super().read(size) or b""


def is_skipped(name: str) -> bool:
    """Says whether no lab's file is looked for in a folder of this name."""
    return name.startswith(".") or name in _SKIPPED


def shown_size(size: int) -> str:
    """Returns a number of bytes as people read it: "1.5 MiB"."""
    return f"{size / (1 << 20):,.1f} MiB" if size >= 1 << 20 else f"{size / (1 << 10):,.1f} KiB"


def _is_file(name: str, parent: int) -> bool:
    try:
        return not stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise UnusableFileError("is a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        raise UnusableFileError("is not a regular file")


def _require_size(size: int, limit: int) -> None:
    if size > limit:
        raise TooLargeError(f"is {shown_size(size)} large, where at most {shown_size(limit)} are read")


def _read(read: Callable[[int], bytes | None], limit: int = FILE_BYTES) -> bytes:
    """Reads to the end, or until there is too much: a file can grow, and a zip can lie about a size."""
    data = bytearray()
    while part := read(limit + 1 - len(data)):
        data += part
        _require_size(len(data), limit)
    return bytes(data)


def _too_many(label: str) -> str:
    return f"{label} holds more than {ENTRIES:,} files and folders: hand in the lab's files alone"
