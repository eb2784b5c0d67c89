"""Finds the submissions among the paths that were given, and names each.

The names become names of files and rows of tables, so they are safe for both, and unique.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.safe_text import for_terminal
from autograder.submission_trees import SubmissionError, is_skipped


def find_submissions(paths: Sequence[Path], wanted: Sequence[str]) -> list[tuple[str, Path]]:
    """Returns the submissions at `paths`, each with a name of its own, sorted by name.

    A path is a submission itself (a file, or a folder that holds a file of the lab directly or in its only
    sub-folder), or a folder of submissions: folders, zips and notebooks. None is opened: one that turns out to be
    broken is listed too.

    Args:
        paths: links among them are followed; those in folders are not.
        wanted: names of the lab's files, its notebook's among them where notebooks are graded.

    Returns:
        Pairs of a name and an absolute path. Names are safe as names of files and differ in more than case:
        beside a folder `x`, `x.zip` becomes `x-2`.

    Raises:
        SubmissionError: a path does not exist, cannot be read, or is a folder without any submission.
    """
    stems: dict[Path, str] = {}
    expected = ", ".join(wanted)
    for given in paths:
        label = for_terminal(str(given))
        try:
            path = given.resolve(strict=True)
            if not path.is_dir() or _is_submission(path, wanted):
                stems.setdefault(path, _stem(path if given.name in ("", "..") else given))
                continue
            children = [path / name for name in sorted(_submissions_in(path))]
        except FileNotFoundError as error:
            raise SubmissionError(f"{label}: there is no such file or folder") from error
        except (OSError, RuntimeError, ValueError) as error:  # a RuntimeError: links in a circle
            raise SubmissionError(f"{label} cannot be read") from error
        if not children:
            raise SubmissionError(f"{label} holds no submission, a folder or zip file with {expected}")
        for child in children:
            stems.setdefault(child, _stem(child))
    return named(stems)


def _is_submission(path: Path, wanted: Sequence[str]) -> bool:
    if _holds(path, wanted):
        return True
    with os.scandir(path) as entries:
        visible = [entry for entry in entries if not is_skipped(entry.name)]
    folders = [entry for entry in visible if entry.is_dir(follow_symlinks=False)]
    others = any(entry.name.lower().endswith((".zip", ".ipynb")) for entry in visible)
    return len(folders) == 1 and not others and _holds(path / folders[0].name, wanted)


def _holds(path: Path, wanted: Sequence[str]) -> bool:
    for name in wanted:
        try:
            if not stat.S_ISDIR((path / name).lstat().st_mode):
                return True
        except OSError:
            continue
    return False


def _submissions_in(path: Path) -> Iterator[str]:
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in ("__MACOSX", "__pycache__"):
                continue
            # A link is listed for what it points to, so that opening it can say that it is none.
            if entry.is_dir() or entry.name.lower().endswith((".zip", ".py", ".ipynb")):
                yield entry.name


def default_name(path: Path) -> str:
    """Returns the safe form of a folder's name, or of a file's without its ending."""
    return safe_name(_stem(path))


def _stem(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def safe_name(stem: str) -> str:
    """Returns a name that is safe for a file: letters, digits and "-_. ", anything else as "_"."""
    kept = (
        character if unicodedata.category(character)[0] in "LMN" or character in "-_. " else "_"
        for character in unicodedata.normalize("NFC", stem)
    )
    # File systems take 255 bytes, and a number may follow.
    name = "".join(kept).strip().encode()[:200].decode(errors="ignore").rstrip(" .")
    if name.startswith(("-", ".")):
        name = "_" + name[1:]
    return name or "submission"


def named(stems: dict[Path, str]) -> list[tuple[str, Path]]:
    """Gives each path a safe name of its own; the first of a name keeps it, whatever numbers others need."""
    ordered = sorted((safe_name(stem), path) for path, stem in stems.items())
    taken: set[str] = set()
    named: list[tuple[str, Path]] = []
    doubles: list[tuple[str, Path]] = []
    for name, path in ordered:
        (doubles if name.casefold() in taken else named).append((name, path))
        taken.add(name.casefold())
    for name, path in doubles:
        number = 2
        while f"{name}-{number}".casefold() in taken:
            number += 1
        taken.add(f"{name}-{number}".casefold())
        named.append((f"{name}-{number}", path))
    return sorted(named)
