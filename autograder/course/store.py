"""What was graded, kept so that nothing is graded twice: one SQLite file in the folder of the results.

Each grading is a row that is never changed. It is found again by its *key*: what was handed in, the lab's version, and
the settings. A row is whole or not there, whatever ends the program, and several programs may use one store at once
(https://www.sqlite.org/atomiccommit.html, https://www.sqlite.org/wal.html).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from autograder.report.results import Results
from autograder.submission import Submission

STORE = "store.sqlite"

_FORMAT = 1
_NOT_GRADED = ""
"""The key of what could not be graded: no submission has it."""

_WAIT_SECONDS = 60.0
"""For another program that is writing; a row takes it milliseconds."""

_PAUSE_SECONDS = 0.01

_OF_ANOTHER = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""What SQLite says where another program has the file."""

_TABLE = """\
CREATE TABLE IF NOT EXISTS gradings (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    version TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seconds REAL,
    results BLOB NOT NULL,
    details BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS by_key ON gradings (key);
CREATE INDEX IF NOT EXISTS by_name ON gradings (name, id);
"""


class StoreError(Exception):
    """The store cannot be used; one line says why and what to do."""


class NoRoomError(StoreError):
    """The store cannot be used where it lies, and nothing is wrong with what it holds: the grading can do without."""


@dataclass(frozen=True)
class Grading:
    """One submission's grading.

    Attributes:
        name: The submission's.
        results: As in its results file.
        details: The text for the instructor, without whose it is.
        seconds: How long it took; None where the results are those of an earlier grading of the same files.
        version: The lab's.
    """

    name: str
    results: Results
    details: str
    seconds: float | None
    version: str


class Store:
    """A store, opened for one run of grading; use it as a context manager.

    Args:
        folder: That of the results; it exists.
        version: The lab's (`version.version_of`).
        settings: What else of a run can change a score.

    Raises:
        StoreError: It cannot be opened.
    """

    def __init__(self, folder: Path, version: str, settings: dict[str, str | None]) -> None:
        self.version = version
        self._settings = json.dumps(settings, sort_keys=True)
        self._path = folder / STORE
        is_new = not self._path.exists()
        try:
            self._database = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        try:
            self._prepare_in_turn()
        except BaseException as error:
            self.close()
            if is_new and not _is_busy(error):  # half a store is of no use, and the results need the room
                for name in ("", "-wal", "-shm", "-journal"):
                    self._path.with_name(f"{STORE}{name}").unlink(missing_ok=True)
            if isinstance(error, sqlite3.Error):
                raise self._unusable(error) from None
            raise

    def _prepare_in_turn(self) -> None:
        """Prepare it when others have done so: for its change to a log that writers share, SQLite does not wait."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while True:
            try:
                self._prepare()
            except sqlite3.Error as error:
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                return

    def _prepare(self) -> None:
        (found,) = self._database.execute("PRAGMA user_version").fetchone()
        if found not in (0, _FORMAT):
            raise StoreError(
                f"{self._path} was written by another version of autograder (format {found}): "
                "name another folder with --out, or move that file away to grade all again"
            )
        # Where the file system cannot do it, as on a network, SQLite goes on with its journal.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(f"BEGIN IMMEDIATE;\n{_TABLE}PRAGMA user_version = {_FORMAT};\nCOMMIT;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added is in it already."""
        self._database.close()

    def key(self, submission: Submission) -> str:
        """Return what a submission's results are found by: equal where nothing that can change them differs."""
        layout = asdict(submission.layout) if submission.layout else None
        content = json.dumps([submission.files, submission.notes, layout])
        digest = hashlib.sha256()
        for part in (self.version, self._settings, content):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def find(self, submission: Submission) -> Grading | None:
        """Return the last grading of the same files with the same lab and settings, by whatever name.

        Raises:
            StoreError: The file is damaged.
        """
        row = self._one("SELECT * FROM gradings WHERE key = ? ORDER BY id DESC LIMIT 1", self.key(submission))
        return _grading(row) if row else None

    def has(self, name: str) -> bool:
        """Whether a submission of this name was graded with this version of the lab.

        Raises:
            StoreError: The file is damaged.
        """
        query = "SELECT 1 FROM gradings WHERE name = ? AND version = ? AND key <> ? LIMIT 1"
        return self._one(query, name, self.version, _NOT_GRADED) is not None

    def add(self, submission: Submission, results: Results, details: str, seconds: float | None) -> None:
        """Keep a grading; nothing is written where it is an earlier one's and the last of this name is the same.

        Args:
            submission: What was graded.
            results: As in its results file.
            details: The text for the instructor.
            seconds: How long it took; None where `find` gave it.

        Raises:
            StoreError: It cannot be written.
        """
        key = self.key(submission)
        if seconds is None:
            last = self._one("SELECT key FROM gradings WHERE name = ? ORDER BY id DESC LIMIT 1", submission.name)
            if last == (key,):
                return
        self._insert(submission.name, key, results, details, seconds)

    def add_not_graded(self, name: str, results: Results, details: str) -> None:
        """Keep what is said of a submission that could not be graded; it is tried again the next time.

        Raises:
            StoreError: It cannot be written.
        """
        self._insert(name, _NOT_GRADED, results, details, None)

    def _insert(self, name: str, key: str, results: Results, details: str, seconds: float | None) -> None:
        row = (name, key, self.version, seconds, _packed(results.to_json()), _packed(details))
        try:
            self._database.execute(
                "INSERT INTO gradings (name, key, version, seconds, results, details) VALUES (?,?,?,?,?,?)", row
            )
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def latest(self, without: Container[str] = ()) -> Iterator[Grading]:
        """Return the last grading of every name, sorted by name.

        Args:
            without: Names that are left out.

        Raises:
            StoreError: The file is damaged.
        """
        try:
            rows = self._database.execute(
                "SELECT * FROM gradings WHERE id IN (SELECT max(id) FROM gradings GROUP BY name) ORDER BY name"
            )
            for row in rows:
                if row[1] not in without:
                    yield _grading(row)
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def _one(self, query: str, *values: str) -> tuple[object, ...] | None:
        try:
            row: tuple[object, ...] | None = self._database.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        return row

    def _unusable(self, error: sqlite3.Error) -> StoreError:
        if isinstance(error, sqlite3.OperationalError):  # a full disk, a folder that takes no locks
            return NoRoomError(f"{self._path} cannot be used ({error}): the next run will grade all of it again")
        return StoreError(f"{self._path} cannot be used ({error}): move it away to grade all again")


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_ANOTHER


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: object) -> str:
    assert isinstance(data, bytes)
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def _grading(row: tuple[object, ...]) -> Grading:
    _, name, _, version, _, seconds, results, details = row
    assert isinstance(name, str)
    assert isinstance(version, str)
    assert seconds is None or isinstance(seconds, float)
    return Grading(name, Results.model_validate_json(_unpacked(results)), _unpacked(details), seconds, version)
