"""`assignment.toml`, read and checked; every mistake is one line that names the file and the line.

pydantic checks keys and types, and the functions below what types alone do not tell.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import keyword
import math
import re
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import TypeAdapter, ValidationError

from .assignment import (
    FAMILIES,
    STRICT,
    THRESHOLD,
    TRAIN_SCRIPT,
    Assignment,
    AssignmentError,
    Calibration,
    Exercise,
    Gradescope,
    Limits,
    Profile,
    Training,
)
from .toml_lines import TomlLines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from .toml_lines import Place

TRAINING_IMAGES = 60_000
LEAST_MINUTES, MOST_MINUTES = 2, 40
"""Gradescope stops an autograder after 40 minutes at most; below 2 there is no time left beside starting it."""
MOST_HOURS = 10_000.0

# Files of the kit itself, and libraries that a student's file of that name would hide.
_TAKEN = {"conftest", "figures", "matplotlib", "numpy", "pytest", "support", "torch", "torchvision", "train"}


def read(path: Path) -> Assignment:
    """Read and validate an assignment, as `autograder.assignment.load` says.

    Raises:
        AssignmentError: there is no such file, it is no TOML, or it is no sound assignment.
    """
    file = path / "assignment.toml" if path.is_dir() else path
    try:
        text = file.read_bytes().decode()
        document = tomllib.loads(text)
    except OSError as error:
        raise AssignmentError(
            f"{file}:1: cannot be read ({error.strerror}), name a folder assignments/NAME that holds one"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise AssignmentError(f"{file}:{line}: not UTF-8, save the file in that encoding") from None
    except tomllib.TOMLDecodeError as error:
        raise AssignmentError(_syntax_error(file, text, str(error))) from None
    lines = TomlLines(text)
    found = _validated(document, lines)
    problem = found if isinstance(found, _Problem) else next(_problems(found), None)
    if problem is not None:
        raise AssignmentError(f"{file}:{lines.line(problem.place)}: {problem.message}")
    assert isinstance(found, _Document)
    # A folder given as "." has its name in its absolute path only.
    folder = file.parent if file.parent.name else file.parent.absolute()
    return Assignment(
        folder,
        found.title,
        found.points,
        found.files,
        found.exercise,
        found.training,
        found.limits,
        found.given,
        found.gradescope,
    )


@dataclass(frozen=True)
class _Document:
    """The file as it stands: its key for the exercises is the header that is repeated."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    title: str
    points: float
    files: tuple[str, ...]
    exercise: tuple[Exercise, ...]
    training: Training | None = None
    limits: Limits = dataclasses.field(default_factory=Limits)
    given: dict[str, str] = dataclasses.field(default_factory=dict)
    gradescope: Gradescope = dataclasses.field(default_factory=Gradescope)


class _Problem(NamedTuple):
    place: Place
    message: str


def _syntax_error(file: Path, text: str, message: str) -> str:
    match = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if match:
        return f"{file}:{match[1]}: no TOML, correct it at column {match[2]}: {message[: match.start()]}"
    line = text.rstrip().count("\n") + 1
    what = message.removesuffix(" (at end of document)")
    return f"{file}:{line}: no TOML, correct the end of the file: {what}"


def _validated(document: dict[str, Any], lines: TomlLines) -> _Document | _Problem:
    """Check keys and types; of several mistakes give the one to be mended first."""
    try:
        # As JSON, because strict mode takes a table for a dataclass there only. A date becomes a list: it is
        # no value of any key, and must not pass for a string.
        return TypeAdapter(_Document).validate_json(json.dumps(document, default=lambda date: [str(date)]))
    except ValidationError as error:
        # An unknown key comes first: it is often the misspelt one of a missing key.
        first = min(error.errors(), key=lambda each: (not _is_unknown(each), lines.line(each["loc"])))
        return _Problem(first["loc"], _describe(first, document))


def _is_unknown(error: ErrorDetails) -> bool:
    return error["type"] == "unexpected_keyword_argument"


_EXPECTED = {
    "string_type": "a string in quotes",
    "float_type": "a number",
    "int_type": "a whole number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "tuple_type": "a list in brackets",
    "dict_type": "a table",
    "dataclass_type": "a table",
}


def _describe(error: ErrorDetails, document: dict[str, Any]) -> str:
    *around, key = error["loc"]
    if _is_unknown(error):
        return f"unknown key {key!r}, {_nearest(str(key), _keys_at(around))}"
    if error["type"] == "missing":
        return f"{_table_name(around, document)} has no key {key!r}, add it"
    expected = _EXPECTED.get(error["type"]) or str(error.get("ctx", {}).get("expected", error["msg"]))
    if error["loc"] == ("exercise",):
        expected = "tables that are each headed [[exercise]], in two brackets"
    name = key if isinstance(key, str) else f"{around[-1]}[{key}]"
    return f"{name} is {_shown(error['input'])}, write {expected}"


def _keys_at(around: Sequence[str | int]) -> list[str]:
    """Name the keys that the table at this place may have."""
    table: type = _Document
    if around:
        tables: dict[str, type] = {
            "exercise": Exercise,
            "gradescope": Gradescope,
            "limits": Limits,
            "training": Training,
        }
        table = tables[str(around[0])]
        table = Profile if "profiles" in around else table
        table = Calibration if "calibration" in around else table
    return [field.name for field in dataclasses.fields(table)]


def _table_name(around: Sequence[str | int], document: dict[str, Any]) -> str:
    if not around:
        return "the file"
    if around[0] == "exercise" and len(around) > 1:
        name = document["exercise"][around[1]].get("name")
        return f"the exercise {name!r}" if name else "this exercise"
    return f"[{'.'.join(str(key) for key in around)}]"


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known) or 'none'}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:37] + "..."


def _problems(document: _Document) -> Iterator[_Problem]:
    """Find what types alone do not tell, in the order of the file."""
    yield from _file_problems(document.files)
    for i, exercise in enumerate(document.exercise):
        for place, message in _exercise_problems(exercise, i, document):
            yield _Problem(("exercise", i, *place), message)
    for name, file in document.given.items():
        for message in _given_problems(name, file, document):
            yield _Problem(("given", name), message)
    if document.training is not None:
        names = [each.name for each in document.exercise]
        if document.training.script not in (TRAIN_SCRIPT, *document.files):
            message = f"script is {document.training.script!r}, write {TRAIN_SCRIPT!r} or one of files"
            yield _Problem(("training", "script"), message)
        for place, message in _training_problems(document.training, names):
            yield _Problem(("training", *place), message)
    for key, message in _limit_problems(document.limits):
        yield _Problem(("limits", key), message)
    for key, message in _gradescope_problems(document.gradescope):
        yield _Problem(("gradescope", key), message)
    yield from _total_problems(document)


def _file_problems(files: Sequence[str]) -> Iterator[_Problem]:
    if not files:
        yield _Problem(("files",), 'files is empty, name the files of the source, as in ["network.py"]')
    for i, file in enumerate(files):
        stem = file.removesuffix(".py")
        if stem == file or not _is_name(stem):
            yield _Problem(("files", i), f"{file!r} is no plain name.py, rename it to letters, digits and _")
        elif stem in _TAKEN or stem in sys.stdlib_module_names:
            yield _Problem(("files", i), f"{file!r} would hide the module {stem}, choose another name")
        elif file in files[:i]:
            yield _Problem(("files", i), f"{file!r} stands here twice, remove one")


def _exercise_problems(exercise: Exercise, i: int, document: _Document) -> Iterator[_Problem]:
    before = [each.name for each in document.exercise[:i]]
    yield from _name_problems(exercise.name, before)
    if exercise.file not in document.files:
        near = _nearest(exercise.file, document.files)
        yield _Problem(("file",), f"{exercise.file!r} is not in files, {near}")
    if exercise.points < 0:
        yield _Problem(("points",), f"points is {exercise.points:g}, write 0 or more")
    if exercise.minutes < 1:
        yield _Problem(("minutes",), f"minutes is {exercise.minutes}, write 1 or more")
    if not 1 <= exercise.difficulty <= 5:
        yield _Problem(("difficulty",), f"difficulty is {exercise.difficulty}, write 1 to 5")
    yield from _order_problems(exercise, before, document.exercise[i:])
    for j, argument in enumerate(exercise.objects):
        if not argument.isidentifier():
            yield _Problem(("objects", j), f"{argument!r} is no name of an argument")
    for j, family in enumerate(exercise.forbids):
        if family not in FAMILIES:
            yield _Problem(("forbids", j), f"unknown family {family!r}, {_nearest(family, FAMILIES)}")


def _order_problems(exercise: Exercise, before: list[str], rest: Sequence[Exercise]) -> Iterator[_Problem]:
    for j, other in enumerate(exercise.builds_on):
        if other in [each.name for each in rest]:
            message = f"{exercise.name} builds on {other}, which does not stand before it, reorder them"
            yield _Problem(("builds_on", j), message)
        elif other not in before:
            message = f"{exercise.name} builds on the unknown {other!r}, {_nearest(other, before)}"
            yield _Problem(("builds_on", j), message)


def _given_problems(name: str, file: str, document: _Document) -> Iterator[str]:
    if not _is_name(name):
        yield f"{name!r} cannot be the name of a function or class, write the one that {file} has"
    if name in [each.name for each in document.exercise]:
        yield f"{name} is an exercise: what students write themselves is not given, remove one"
    if file not in document.files:
        yield f"{file!r} is not in files, {_nearest(file, document.files)}"


def _name_problems(name: str, before: Sequence[str]) -> Iterator[_Problem]:
    if not _is_name(name):
        yield _Problem(("name",), f"{name!r} cannot be the name of a function or class, choose one that can")
    if name == THRESHOLD:
        yield _Problem(("name",), f"{name!r} is the id of the accuracy threshold, choose another name")
    for other in before:
        if other == name:
            yield _Problem(("name",), f"an exercise above is {name!r} too, rename or remove one")
        elif _test_name(other) == _test_name(name):
            message = f"{name!r} and {other!r} would have one test file between them, rename one"
            yield _Problem(("name",), message)


def _training_problems(training: Training, exercises: Sequence[str]) -> Iterator[_Problem]:
    if training.points < 0:
        yield _Problem(("points",), f"points is {training.points:g}, write 0 or more")
    for key, name in (("dataset", training.dataset), ("network", training.network)):
        if name not in exercises:
            yield _Problem((key,), f"{key} is {name!r}, which is no exercise, {_nearest(name, exercises)}")
    if not training.profiles:
        yield _Problem(("profiles",), "there is no profile, add a table [training.profiles.cpu]")
    for name, profile in training.profiles.items():
        place = ("profiles", name)
        for key, message in _profile_problems(profile):
            yield _Problem((*place, key), message)


def _profile_problems(profile: Profile) -> Iterator[tuple[str, str]]:
    if not 1 <= profile.images <= TRAINING_IMAGES:
        yield "images", f"images is {profile.images}, write 1 to {TRAINING_IMAGES}"
    if profile.epochs < 1:
        yield "epochs", f"epochs is {profile.epochs}, write 1 or more"
    if not 0 < profile.threshold < 1:
        yield "threshold", f"threshold is {profile.threshold:g}, write a share between 0 and 1, as 0.85"
    if not 0 <= profile.doubt < profile.threshold:
        yield "doubt", f"doubt is {profile.doubt:g}, write how far below the threshold a run is repeated, as 0.02"
    if profile.cores < 0:
        yield "cores", f"cores is {profile.cores:g}, write 0 or more: the processors that it is meant for"


def _limit_problems(limits: Limits) -> Iterator[tuple[str, str]]:
    for key, value in dataclasses.asdict(limits).items():
        if value <= 0:
            yield key, f"{key} is {value:g}, write a number over 0"


def _gradescope_problems(gradescope: Gradescope) -> Iterator[tuple[str, str]]:
    if not LEAST_MINUTES <= gradescope.minutes <= MOST_MINUTES:
        message = f"minutes is {gradescope.minutes}, write {LEAST_MINUTES} to {MOST_MINUTES}: the timeout on Gradescope"
        yield "minutes", message
    if gradescope.graded_submissions is not None and gradescope.graded_submissions < 1:
        yield "graded_submissions", f"graded_submissions is {gradescope.graded_submissions}, write 1 or more"
    if not 0 < gradescope.per_hours <= MOST_HOURS:
        yield "per_hours", f"per_hours is {gradescope.per_hours:g}, write a number over 0, {MOST_HOURS:g} at most"


def _total_problems(document: _Document) -> Iterator[_Problem]:
    exercises = math.fsum(each.points for each in document.exercise if not each.bonus)
    training = document.training.points if document.training else 0.0
    total = exercises + training
    if not math.isclose(document.points, total, abs_tol=1e-9):
        parts = f"{exercises:g} of the exercises without bonus"
        parts += f" and {training:g} of training" if document.training else ""
        yield _Problem(("points",), f"points is {document.points:g}, but {parts} make {total:g}, correct one")


def _is_name(name: str) -> bool:
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def _test_name(exercise: str) -> str:
    """Reduce a name as the tests' file names are compared: without case and underscores."""
    return exercise.replace("_", "").lower()
