"""What `autograder grade` does, in order: start torch, read what there is to grade, grade it, say how it went."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.assignment import Assignment, AssignmentError, Training, load
from autograder.course import isolation
from autograder.course.engine import Engine
from autograder.course.grading import GRADES, RESULTS, Gradebook
from autograder.course.machine import this_machine
from autograder.course.plan import Plan
from autograder.course.processes import EngineError
from autograder.course.store import NoRoomError, Store, StoreError
from autograder.course.version import version_of
from autograder.project import Project, ProjectError, find
from autograder.safe_text import for_terminal
from autograder.submission import SubmissionError, find_submissions

if TYPE_CHECKING:
    from autograder.course.nbgrader import Course


_TABLE_ROWS = 60
"""Submissions of which each has a line on the terminal; of more only the summary is shown."""


class CommandError(Exception):
    """The command cannot be carried out; one line says what and why."""


class StoppedError(Exception):
    """The grading was stopped from outside; the text says how far it had come."""

    def __init__(self, graded: int, of: int) -> None:
        super().__init__(f"stopped: {graded} of {of} are graded and kept; the same command goes on from there")


@dataclass(frozen=True)
class Options:
    """The options of `autograder grade`, as its help says them."""

    name: str
    paths: Sequence[Path]
    out: Path
    jobs: int | None
    device: str
    confined: bool
    training: bool
    data: Path | None
    nbgrader: bool = False
    again: bool = False
    profile: str | None = None


def run(options: Options, engine: Engine) -> bool:
    """Grade and report; return whether every submission could be graded.

    The engine has been started already: torch loads in it while everything else is read.
    """
    try:
        if options.nbgrader:
            return _grade_course(options, engine)
        return _grade(options, find(options.name, Path.cwd()), engine)
    except (AssignmentError, EngineError, ProjectError, StoreError, isolation.IsolationError) as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise CommandError(f"{place}{error.strerror or error}; what was graded so far is in {options.out}") from None


def _grade_course(options: Options, engine: Engine) -> bool:
    from autograder.course.nbgrader import Course, CourseError  # noqa: PLC0415 - it loads nbformat

    if len(options.paths) != 1:
        raise CommandError("--nbgrader grades one course: name its folder alone")
    try:
        course = Course(options.paths[0], options.name)
        return _grade(options, find(options.name, options.paths[0]), engine, course)
    except CourseError as error:
        raise CommandError(str(error)) from None


def _grade(options: Options, project: Project, engine: Engine, course: Course | None = None) -> bool:
    assignment = load(project.assignment)
    _prepare(options.out)
    if course is None:
        found, missing = _find(options.paths, assignment)
    else:
        course.check(assignment)
        found, missing = course.submissions, False
    data, profile = _training(options, assignment, engine)
    if not options.confined:
        _say(
            "student code runs UNCONFINED (--isolation none): it can read the hidden tests and change your files. "
            "Not for grades."
        )
    secrets = tuple(course.secrets) if course else ()
    plan = Plan(project, assignment, data, profile, options.confined, options.jobs, len(found), secrets)
    engine.prepare(plan)
    confined = "confined" if options.confined else "none"
    with contextlib.ExitStack() as opened:
        store = _store(opened, options.out, version_of(project), {"isolation": confined, "profile": profile})
        book = Gradebook(assignment, project.solutions, options.out, confined, store, options.again)
        book.kept = None if course is None else []
        failures = _Failures(book, engine)
        with _progress(len(found), book, failures) as advance:
            try:
                book.grade(engine, found, advance)
            except KeyboardInterrupt:
                raise StoppedError(len(book.graded), len(found)) from None
        _report(book, options.out)
    if course is not None:
        course.record(assignment, book.kept or [])
    failures.tell(_say)
    return not book.failed and not missing


def _store(opened: contextlib.ExitStack, out: Path, version: str, settings: dict[str, str | None]) -> Store | None:
    """Open the store, to be closed with the rest; say so where the grading must do without it."""
    try:
        return opened.enter_context(Store(out, version, settings))
    except NoRoomError as error:
        _say(str(error))
        return None


class _Failures:
    """Tells of each submission that could not be graded, and of what became of the engine, once.

    Args:
        book: Knows them, in the order in which they came.
        engine: Has its notes likewise.
    """

    def __init__(self, book: Gradebook, engine: Engine) -> None:
        self._book = book
        self._engine = engine
        self._told = self._noted = 0

    def tell(self, say: Callable[[str], None]) -> None:
        """Say what was not told yet, a line each."""
        for note in self._engine.notes[self._noted :]:
            say(note)
        self._noted = len(self._engine.notes)
        for name, reason in self._book.failed[self._told :]:
            say(f"{name}: {reason}")
        self._told = len(self._book.failed)


def _find(paths: Sequence[Path], assignment: Assignment) -> tuple[list[tuple[str, Path]], bool]:
    """Return the submissions with their names, and whether a path led to none; each such is said."""
    wanted = [*assignment.files, f"{assignment.folder.name}.ipynb"]
    usable = []
    for path in paths:
        try:
            find_submissions([path], wanted)
            usable.append(path)
        except SubmissionError as error:
            _say(str(error))
    if not usable:
        raise CommandError(
            "there is nothing to grade: name a submission (a folder, a zip, a notebook, a .py) or a folder of them"
        )
    return find_submissions(usable, wanted), len(usable) < len(paths)


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):  # nameless, or of a name of its own: another run may begin here, too
            pass
    except OSError as error:
        raise CommandError(f"--out {out} cannot be written ({error.strerror}): name a folder of yours") from None


def _training(options: Options, assignment: Assignment, engine: Engine) -> tuple[Path | None, str | None]:
    """Return the data's folder and the training profile, or None twice where no training is wanted."""
    if assignment.training is None or not options.training:
        return None, None
    from autograder.kit.fashion_mnist import DataError  # noqa: PLC0415 - torch, which only training needs here
    from autograder.training.data import locate  # noqa: PLC0415 - likewise

    device = options.device
    if options.profile is not None:
        device = _device_of(options.profile, assignment.training, device)
    if device == "auto":
        device = "cuda" if engine.has_gpu() else "cpu"
    elif device == "cuda" and not engine.has_gpu():
        raise CommandError("--device cuda: there is no GPU here, or torch is built without CUDA; use --device cpu")
    profile = options.profile or assignment.training.profile_for(device, this_machine().processors)
    if profile is None:
        raise CommandError(
            f"{assignment.folder}/assignment.toml has no training profile for {device}: add one, or --no-training"
        )
    try:
        return locate(options.data), profile
    except DataError as error:
        raise CommandError(f"{error}\nOr leave the training check out: --no-training") from None


def _device_of(profile: str, training: Training, device: str) -> str:
    """Return the device of a profile that was asked for by name."""
    if profile not in training.profiles:
        raise CommandError(f"--profile {profile}: the lab has {', '.join(training.profiles)}")
    found = training.profiles[profile].device
    if device not in ("auto", found):
        raise CommandError(f"--profile {profile} is for {found}: leave --device {device} out")
    return found


@contextlib.contextmanager
def _progress(count: int, book: Gradebook, failures: _Failures) -> Iterator[Callable[[str], None]]:
    """Show a bar while more than one submission is graded, and above it whatever could not be."""
    if count < 2:
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - a single cold grading does without
    from rich.progress import (  # noqa: PLC0415 - likewise
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    began = time.monotonic()
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count, rate="")

        def say(text: str) -> None:
            line = f"autograder: {for_terminal(text)}"
            bar.console.print(line, soft_wrap=True, highlight=False, markup=False)

        def advance(name: str) -> None:
            failures.tell(say)
            rate = f"{len(book.seconds) / max(time.monotonic() - began, 1e-3):.1f}/s" if book.seconds else ""
            bar.update(task, advance=1, description=for_terminal(name), rate=rate)

        yield advance


def _report(book: Gradebook, out: Path) -> None:
    from rich.console import Console  # noqa: PLC0415 - after the grading, which need not wait for it

    from autograder.report.summary import summary  # noqa: PLC0415 - likewise
    from autograder.report.table import print_table  # noqa: PLC0415 - likewise

    console = Console()
    shown = [replace(row, name=for_terminal(row.name)) for row in book.graded]
    if len(shown) <= _TABLE_ROWS:
        print_table(console, book.assignment.title, shown, book.columns())
    lines = summary(shown, book.seconds, len(book.known)) if len(shown) > 1 else []
    files = f"Results: {out}/<submission>/{RESULTS}, {out / GRADES}"
    if book.earlier:
        files += f" (with {book.earlier} graded before)"
    for line in [*lines, files]:
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def _say(message: str) -> None:
    print(f"autograder: {for_terminal(message)}", file=sys.stderr)
