"""Says which limit a student's program met, where Python's own words for it would puzzle."""

from __future__ import annotations

import re

from autograder.assignment import Limits

_MEMORY = re.compile(r"^MemoryError\b|can't allocate memory|^RuntimeError: .*not enough memory|Cannot allocate memory")
_WHY_MEMORY = "is a tensor larger than meant, or does a list grow without end?"
_AND_SO_MANY = ", and be 10,000 at most"
_THREADS = re.compile(r"can't start new thread|Resource temporarily unavailable")
_ONE_FILE = re.compile(r"\[Errno 27\]")
_ALL_FILES = re.compile(r"\[Errno 28\]|\[Errno 122\]")
_DESCRIPTORS = re.compile(r"\[Errno 24\]")
_REFUSED = re.compile(r"^PermissionError: \[Errno 1\]|^URLError\b|^gaierror\b|name resolution")
_NO_PROCESSES = re.compile(r"^PermissionError: \[Errno 13\] Permission denied$")  # of a semaphore, which has no name
_CLOSED = re.compile(r"^PermissionError: \[Errno 13\]")
_MISSING = re.compile(r"^FileNotFoundError: \[Errno 2\]")
_NO_INPUT = re.compile(r"^EOFError: EOF when reading a line")


def words_for(text: str, limits: Limits) -> str:
    """Return a sentence about the limit that a traceback's last line speaks of, or an empty text.

    Args:
        text: The student's traceback, ending in the exception.
        limits: The lab's.
    """
    lines = (line for line in text.splitlines() if not line.startswith((" ", "Traceback (")))
    headline = next(lines, "")
    for pattern, words in (
        (_MEMORY, f"A submission may use {limits.memory_mib:,} MiB of memory here: {_WHY_MEMORY}"),
        (_THREADS, f"A program may run {limits.threads} threads at once here, and start no process."),
        (_ONE_FILE, f"A file may hold {limits.file_mib:,} MiB here."),
        (_ALL_FILES, f"The files that a program writes may hold {limits.disk_mib:,} MiB together here{_AND_SO_MANY}."),
        (_DESCRIPTORS, "Too many files are open at once: is each one closed after use (`with open(...)`)?"),
        (_REFUSED, "While it is graded, a program can start no process and open no network connection."),
        (_NO_PROCESSES, "While it is graded, a program can start no process: a DataLoader needs num_workers=0 here."),
        (_MISSING, "Of a submission only its .py files are there while it is graded."),
        (_CLOSED, "While it is graded, a program can open its own folder and the installed packages, nothing else."),
        (_NO_INPUT, "While it is graded, nobody answers `input()`."),
    ):  # fmt: skip
        if pattern.search(headline):
            return words
    return ""
