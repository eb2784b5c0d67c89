"""The corpus of attacks and their innocent twins: reads the cases, and makes of each what a student would hand in.

A case is one file, `corpus/NN_slug/attack_NAME.py` or `twin_NAME.py`. It begins with a line that says what it does,
after that come headers, if any, and then the program, which is added to a file of the case's base:

    '''Ends the process with status 0 as soon as the file is imported.'''     (in double quotes)
    # base: wrong
    # file: answers.py
    # training: yes
    # threshold: missed

`base` is the reference (`right`) or a submission in which every exercise but one is plausible and wrong (`wrong`):
an attack on points starts from the wrong one, and has succeeded where it scores more than that. One on the training
starts from the right one, with a network that learns nothing: its `threshold` is to be `missed`, and it has succeeded
where it earns the threshold's points all the same. What is no plain program, such as an archive or a notebook, is made
by a function in `packs.py` or `notebook_packs.py` and has the same facts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
ASSIGNMENT = HERE / "lab" / "assignments" / "target"
SOLUTIONS = HERE / "lab" / "solutions" / "target"
FILES = ("answers.py", "model.py")
BASES = {"right": SOLUTIONS, "wrong": HERE / "lab" / "wrong"}
WRONG_EARNS = 2.0
"""What the wrong base scores: one exercise is right, so that an attack cannot hide behind a zero."""

MARK = "autograder-attack"
"""In the name or the content of whatever an attack writes outside of its folder."""

PORT = 47811
"""Where attacks look for a network, on 127.0.0.1 by TCP and UDP; the abstract socket has the mark's name."""

CANARIES = (
    "48611", "97223", "70657", "70659", "141317", "53987", "64007", "860286", "860287", "zq7secret",
)  # fmt: skip
"""Numbers and words that the lab's hidden tests hold, and nothing that a student may read does."""

LISTED = 34
"""Kinds 1 to this one are on the list of attacks; 35 are the roads that lists forget."""

Files = dict[str, str]

_LINE = re.compile(r'"""(\S.*\S)"""')
_HEADER = re.compile(r"# (\w+): (\S.*)")
_LIKE_A_HEADER = re.compile(r"#\s*\w+\s*:")
_FOLDER = re.compile(r"\d\d_[a-z0-9_]+")
_STEM = re.compile(r"(?:attack|twin)_[a-z0-9_]+")
_ALLOWED = {"base": tuple(BASES), "file": FILES, "training": ("yes", "no"), "threshold": ("missed",)}


class CaseError(Exception):
    """A case is not written as it must be; the text says which and how."""


@dataclass(frozen=True)
class Case:
    """One attack, or one twin.

    Attributes:
        id: `NN_slug/attack_NAME` or `NN_slug/twin_NAME`.
        line: What it does, in a sentence.
        base: The submission that it is added to, one of `BASES`.
        file: The file of the base that the program is added to; empty for a pack.
        training: Whether it is graded with the training run.
        twin: Whether it is an innocent one, which must score in full.
        refused: Whether nothing of it may be graded.
        text: The program, headers and all; empty for a pack.
        make: Makes a pack: given the base's files and an empty folder, returns the path to hand in.
        misses: Whether it must not earn the accuracy threshold.
    """

    id: str
    line: str
    base: str
    file: str
    training: bool
    twin: bool
    refused: bool
    text: str = ""
    make: Callable[[Files, Path], Path] | None = None
    misses: bool = False

    @property
    def kind(self) -> int:
        """Return the number of its kind."""
        return int(self.id[:2])


def cases(corpus: Path = CORPUS) -> list[Case]:
    """Return all cases, sorted by their ids; raise CaseError where one is not written as it must be."""
    found = sorted([*_programs(corpus), *_packs()], key=lambda case: case.id)
    for first, second in itertools.pairwise(found):
        if first.id == second.id:
            raise CaseError(f"{first.id} is there twice, as a program and as a pack")
    lines: dict[str, str] = {}
    for case in found:
        other = lines.setdefault(case.line.casefold(), case.id)
        if other != case.id:
            raise CaseError(f"{case.id} and {other} say the same of themselves: {case.line}")
    return found


def base_files(base: str) -> Files:
    """Return the files of a base by name."""
    return {name: (BASES[base] / name).read_text(encoding="utf-8") for name in FILES}


def submit(case: Case, folder: Path) -> Path:
    """Write in a new folder what a student would hand in, and return its path."""
    folder.mkdir(parents=True)
    files = base_files(case.base)
    if case.make is not None:
        return case.make(files, folder)
    files[case.file] += f"\n\n{case.text}"
    handed_in = folder / "student"
    write(files, handed_in)
    return handed_in


def write(files: Files, folder: Path) -> None:
    """Write files into a new folder."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def read(path: Path) -> Case:
    """Read one program; raise CaseError where it is not written as it must be."""
    name = f"{path.parent.name}/{path.stem}"
    if not _FOLDER.fullmatch(path.parent.name):
        raise CaseError(f"{path.parent}: a folder of cases is called NN_slug")
    if path.suffix != ".py" or not _STEM.fullmatch(path.stem):
        raise CaseError(f"{path}: a case is called attack_NAME.py or twin_NAME.py")
    text = path.read_text(encoding="utf-8")
    first, *rest = text.splitlines() or [""]
    line = _LINE.fullmatch(first)
    if line is None:
        raise CaseError(f'{name}: its first line must be a sentence in """ that says what it does')
    twin = path.stem.startswith("twin_")
    headers = _headers(name, rest)
    if not any(entry.strip() and not entry.startswith("#") for entry in rest):
        raise CaseError(f"{name}: there is no program")
    return Case(
        id=name,
        line=line[1],
        base=headers.get("base", "right" if twin else "wrong"),
        file=headers.get("file", FILES[0]),
        training=headers.get("training") == "yes",
        twin=twin,
        refused=False,
        misses="threshold" in headers,
        text=text,
    )


def _headers(name: str, lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    ended = False
    for entry in lines:
        ended = ended or not _LIKE_A_HEADER.match(entry)
        header = _HEADER.fullmatch(entry)
        if ended:
            if header is not None and header[1] in _ALLOWED:
                raise CaseError(f"{name}: {entry!r} must stand right below the first line")
            continue
        if header is None or header[1] not in _ALLOWED:
            raise CaseError(f"{name}: {entry!r} is no header: there are {', '.join(_ALLOWED)}")
        if header[2] not in _ALLOWED[header[1]]:
            raise CaseError(f"{name}: {header[1]} must be {' or '.join(_ALLOWED[header[1]])}, not {header[2]}")
        if header[1] in headers:
            raise CaseError(f"{name}: {header[1]} is said twice")
        headers[header[1]] = header[2]
    return headers


def _programs(corpus: Path) -> Iterator[Case]:
    for folder in sorted(corpus.iterdir()):
        if folder.name == "__pycache__":
            continue
        if not folder.is_dir():
            raise CaseError(f"{folder} is no folder of cases")
        for path in sorted(folder.iterdir()):
            if path.name != "__pycache__":
                yield read(path)


def _packs() -> Iterator[Case]:
    import attacks.notebook_packs  # noqa: F401 - registers its own
    from attacks.packs import PACKS

    for name, pack in PACKS.items():
        folder, _, stem = name.partition("/")
        if name != pack.id or not _FOLDER.fullmatch(folder) or not _STEM.fullmatch(stem):
            raise CaseError(f"{name!r} is no id of a case, NN_slug/attack_NAME or NN_slug/twin_NAME")
        if pack.twin != stem.startswith("twin_"):
            raise CaseError(f"{name} is{'' if pack.twin else ' not'} marked as a twin")
        if not pack.line.strip() or "\n" in pack.line:
            raise CaseError(f"{name} needs a line that says what it does")
        if pack.base not in BASES:
            raise CaseError(f"{name} has the base {pack.base!r}")
        yield Case(
            id=name,
            line=pack.line,
            base=pack.base,
            file="",
            training=pack.training,
            twin=pack.twin,
            refused=bool(pack.refused),
            make=pack.make,
        )
