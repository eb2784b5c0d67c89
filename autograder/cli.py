"""The command line: thin, and quick to start; what a command needs is imported when it runs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    name="autograder",
    help="Autograded deep-learning assignments: release a lab, grade what comes back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

SOME_FAILED, WRONG_COMMAND = 1, 2


class Device(StrEnum):
    """Where the training check runs."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class Isolation(StrEnum):
    """How student code is confined."""

    auto = "auto"
    none = "none"


class Target(StrEnum):
    """What a release makes."""

    student = "student"


LabName = Annotated[str, typer.Argument(metavar="NAME", help="The lab: a folder of assignments/.")]


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new lab: letters, digits and _.")],
    root: Annotated[Path | None, typer.Option(help="The folder of assignments/; else found from here.")] = None,
) -> None:
    """Begin a lab: a small one that is complete, to be changed piece by piece."""
    from autograder.authoring.new import NewLabError, begin, next_commands, root_above

    here = Path.cwd()
    try:
        project, files = begin(name, root or root_above(here))
    except NewLabError as error:
        _stop(str(error), WRONG_COMMAND)
    for path in files:
        typer.echo(os.path.relpath(path))
    typer.echo("\nIt works as it is. Next:")
    for command in next_commands(project, here):
        typer.echo(f"  {command}")


@app.command()
def release(
    name: LabName,
    to: Annotated[Target, typer.Option(help="What to make.")] = Target.student,
    out: Annotated[Path | None, typer.Option(help="Where to write; else student_template/NAME.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if the kit has drifted.")] = False,
) -> None:
    """Make the student's kit from the single source."""
    from autograder.assignment import AssignmentError
    from autograder.grader.suite import SuiteError
    from autograder.project import ProjectError, find
    from autograder.release import kit
    from autograder.source import SourceError

    try:
        project = find(name, Path.cwd())
        target = out or project.kit
        made = kit.make(project)
        if check:
            drifted = kit.drift(made, target)
            for line in drifted:
                typer.echo(line, err=True)
            if drifted:
                _stop(f"{target} has drifted from its source: run `autograder release {name}`", SOME_FAILED)
            typer.echo(f"{target}: up to date ({len(made)} files)")
        else:
            kit.write(made, target)
            typer.echo(f"{target}: {len(made)} files ({to.value})")
    except (AssignmentError, ProjectError, SourceError, SuiteError, kit.ReleaseError, OSError) as error:
        _stop(str(error), SOME_FAILED if isinstance(error, kit.ReleaseError) else WRONG_COMMAND)


@app.command()
def verify(
    name: LabName,
    html: Annotated[
        Path | None, typer.Option(metavar="PATH", dir_okay=False, help="The page; else build/verify/NAME.html.")
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Print only counts, summary and holes.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes at a time; else one a core.")] = None,
) -> None:
    """Test a lab's tests: on the reference, the unsolved kit, wrong programs and right ones."""
    from rich.console import Console

    from autograder.assignment import AssignmentError
    from autograder.grader.rows import RowError
    from autograder.grader.suite import SuiteError
    from autograder.project import ProjectError, find
    from autograder.report.results import write_atomically
    from autograder.report.verification_page import verification_page
    from autograder.report.verification_table import print_verification
    from autograder.source import SourceError
    from autograder.verify import matrix

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the forks too, whatever they run
    try:
        project = find(name, Path.cwd())
        page = html or project.root / "build" / "verify" / f"{project.name}.html"
        page.parent.mkdir(parents=True, exist_ok=True)  # where that cannot be, it is told before anything runs
        with _waiting(f"verifying {project.name}: all programs against their tests"):
            found = matrix.verify(project, jobs)
        write_atomically(page, verification_page(found))
    except (AssignmentError, ProjectError, SourceError, SuiteError, RowError) as error:
        _stop(str(error), WRONG_COMMAND)
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}" if error.filename else str(error), WRONG_COMMAND)
    print_verification(Console(), found, brief=brief, page=os.path.relpath(page))
    raise typer.Exit(SOME_FAILED if found.holes() else 0)


@app.command()
def grade(
    name: LabName,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="A submission (folder, zip, .py), or a folder of them."),
    ],
    out: Annotated[Path, typer.Option(help="Where the results go.")],
    jobs: Annotated[int | None, typer.Option(min=1, help="Submissions at a time; else one a core.")] = None,
    device: Annotated[Device, typer.Option(help="Where the training check runs.")] = Device.auto,
    isolation: Annotated[Isolation, typer.Option(help="none: for practice on one's own code.")] = Isolation.auto,
    no_training: Annotated[bool, typer.Option("--no-training", help="Leave the training check out.")] = False,
    data: Annotated[Path | None, typer.Option(help="The folder of Fashion-MNIST.")] = None,
) -> None:
    """Grade submissions with the lab's public and hidden tests."""
    from autograder.course.local import Engine

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped from outside: clean up as for Ctrl-C
    engine = Engine()  # torch begins to load before anything else does
    from autograder.course.command import CommandError, Options, run

    options = Options(
        name=name,
        paths=paths,
        out=out,
        jobs=jobs,
        device=device.value,
        confined=isolation is Isolation.auto,
        training=not no_training,
        data=data,
    )
    try:
        with engine:
            all_graded = run(options, engine)
    except CommandError as error:
        _stop(str(error), WRONG_COMMAND)
    except KeyboardInterrupt:
        _stop("stopped; what was graded so far is in place", 130)
    raise typer.Exit(0 if all_graded else SOME_FAILED)


@app.command(name="data")
def data_command(
    fetch: Annotated[bool, typer.Option("--fetch", help="Get Debian's package of it; no root needed.")] = False,
    folder: Annotated[Path | None, typer.Option("--data", help="Look here first; --fetch puts it here.")] = None,
) -> None:
    """Find Fashion-MNIST, or fetch it."""
    from autograder.kit.fashion_mnist import DataError, find, verify
    from autograder.training import data

    try:
        found = data.fetch(folder) if fetch else find(folder)
        verify(found)
    except DataError as error:
        _stop(str(error), SOME_FAILED)
    typer.echo(f"Fashion-MNIST: {found} (60,000 training and 10,000 test images, checksums right)")


@app.command()
def doctor() -> None:
    """Say what this machine offers: isolation layers, processor, GPU, data."""
    from autograder.course.doctor import lines

    text, sound = lines()
    for line in text:
        typer.echo(line)
    raise typer.Exit(0 if sound else SOME_FAILED)


@contextmanager
def _waiting(message: str) -> Iterator[None]:
    """Show a line while something runs, and take it away; only on a terminal, and without a thread, for it may fork."""
    if not sys.stderr.isatty():
        yield
        return
    sys.stderr.write(f"{message} ...")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _stop(message: str, status: int) -> NoReturn:
    typer.echo(f"autograder: {message}", err=True)
    raise typer.Exit(status)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:  # the reader of a pipe has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
