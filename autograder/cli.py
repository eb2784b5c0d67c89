"""The command line: thin, and quick to start; what a command needs is imported when it runs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from autograder.release.targets import Name
from autograder.report.platforms import Platform

if TYPE_CHECKING:
    from autograder.course.engine import Engine

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


class EngineName(StrEnum):
    """What grades."""

    local = "local"
    ray = "ray"


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
    to: Annotated[Name, typer.Option(help="What to make.")] = Name.student,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to; else student_template/NAME, or build/ for what is not committed."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if what is there has drifted.")] = False,
    torch_index: Annotated[
        str, typer.Option(metavar="URL", help="A package index with CPU builds of torch, for the image on Gradescope.")
    ] = "",
) -> None:
    """Make what a course hands out, or what a platform grades with, from the single source."""
    from autograder.assignment import AssignmentError
    from autograder.project import ProjectError, find
    from autograder.release.targets import Options, ReleaseFailedError, UnsoundError, chosen
    from autograder.source import SourceError

    try:
        project = find(name, Path.cwd())
        drifted = []
        for target_name, target, place in chosen(to, project, out):
            if not check:
                typer.echo(f"{place}: {target.write(project, place, Options(torch_index))} ({target_name})")
                continue
            lines = target.drift(project, place)
            for line in lines:
                typer.echo(line, err=True)
            if lines:
                drifted.append((target_name, place))
            else:
                typer.echo(f"{place}: up to date ({target_name})")
        if drifted:
            again = "; ".join(f"{place}: `autograder release {name} --to {each}`" for each, place in drifted)
            _stop(f"what was released has drifted from its source, make it again: {again}", SOME_FAILED)
    except ReleaseFailedError as error:
        _stop(str(error), SOME_FAILED)
    except (AssignmentError, ProjectError, SourceError, UnsoundError, OSError) as error:
        _stop(str(error), WRONG_COMMAND)


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
def calibrate(
    name: LabName,
    *,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="A training profile; else those of the device.")
    ] = None,
    device: Annotated[Device, typer.Option(help="Where it is trained.")] = Device.auto,
    seeds: Annotated[int, typer.Option(help="Runs of the reference.")] = 40,
    accepted: Annotated[int, typer.Option(min=0, help="Runs of each accepted answer.")] = 5,
    jobs: Annotated[int | None, typer.Option(min=1, help="Trainings at a time.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of Fashion-MNIST.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Leave assignment.toml as it is.")] = False,
) -> None:
    """Set the accuracy threshold by training the reference over many seeds; a run that is stopped goes on later."""
    from rich.console import Console

    from autograder.assignment import AssignmentError
    from autograder.calibrate.command import Options, run
    from autograder.calibrate.model import CalibrationError
    from autograder.grader.rows import RowError
    from autograder.kit.fashion_mnist import DataError
    from autograder.project import ProjectError, find

    options = Options(seeds, accepted, profile, device.value, jobs, data)
    try:
        sound = run(find(name, Path.cwd()), options, Console(), dry_run=dry_run)
    except (AssignmentError, CalibrationError, DataError, ProjectError, RowError) as error:
        _stop(str(error), WRONG_COMMAND)
    except KeyboardInterrupt:
        _stop("stopped; the runs so far are kept, and the same command goes on from there", SOME_FAILED)
    raise typer.Exit(0 if sound else SOME_FAILED)


@app.command()
def grade(
    name: LabName,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="A submission (folder, zip, .ipynb, .py), or a folder of them."),
    ],
    *,
    out: Annotated[Path | None, typer.Option(help="Where the results go; needed without --nbgrader.")] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Submissions at a time; else one a core, if the memory is enough.")
    ] = None,
    device: Annotated[Device, typer.Option(help="Where the training check runs.")] = Device.auto,
    isolation: Annotated[Isolation, typer.Option(help="none: for practice on one's own code.")] = Isolation.auto,
    no_training: Annotated[bool, typer.Option("--no-training", help="Leave the training check out.")] = False,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="A training profile of the lab; else by device and processors.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of Fashion-MNIST.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Grade also what has not changed since it was graded.")
    ] = False,
    on: Annotated[
        EngineName, typer.Option("--engine", help="ray: on the cluster that RAY_ADDRESS names; docs/scale.md.")
    ] = EngineName.local,
    nbgrader: Annotated[
        bool, typer.Option("--nbgrader", help="PATH is a course of nbgrader: its gradebook gets the results.")
    ] = False,
) -> None:
    """Grade submissions with the lab's public and hidden tests."""
    if out is None:
        if not nbgrader:
            _stop("where are the results to go? Name a folder with --out", WRONG_COMMAND)
        out = paths[0] / "autograder-results"
    from autograder.stopping import stop_on_signals

    stop_on_signals()
    engine = _started(on)  # torch begins to load before anything else does
    from autograder.course.command import CommandError, Options, StoppedError, run

    options = Options(
        name=name,
        paths=paths,
        out=out,
        jobs=jobs,
        device=device.value,
        confined=isolation is Isolation.auto,
        training=not no_training,
        data=data,
        nbgrader=nbgrader,
        again=again,
        profile=profile,
    )
    try:
        with engine:
            all_graded = run(options, engine)
    except CommandError as error:
        _stop(str(error), WRONG_COMMAND)
    except StoppedError as stopped:
        _stop(str(stopped), 130)
    except KeyboardInterrupt:
        _stop("stopped; what was graded so far is kept, and the same command goes on from there", 130)
    raise typer.Exit(0 if all_graded else SOME_FAILED)


@app.command()
def export(
    name: LabName,
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of `autograder grade --out`.")],
    platform: Annotated[Platform, typer.Option("--for", help="Who is to take the grades in.")],
    roster: Annotated[Path, typer.Option(metavar="FILE", help="A CSV of the students: docs/instructors.md.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The CSV to write.")],
    column: Annotated[str, typer.Option(help="The assignment's name there; else the lab's title.")] = "",
) -> None:
    """Write the grades in the form that a platform takes in."""
    from autograder.assignment import AssignmentError, load
    from autograder.project import ProjectError, find
    from autograder.report import exports
    from autograder.report.results import write_atomically
    from autograder.report.roster import RosterError, read_roster

    try:
        assignment = load(find(name, Path.cwd()).assignment)
        students = read_roster(roster)
        points, problems = exports.read_points(results)
        graded = exports.Column(column or assignment.title, assignment.points)
        text, unmatched = exports.export(platform, points, students, graded)
        write_atomically(out, text)
    except (AssignmentError, ProjectError, RosterError, exports.ExportError) as error:
        _stop(str(error), WRONG_COMMAND)
    except OSError as error:
        _stop(f"{error.filename or out}: {error.strerror}", WRONG_COMMAND)
    problems += unmatched
    for line in problems:
        typer.echo(f"autograder: {line}", err=True)
    count = len(points) - len(unmatched)
    typer.echo(f"{out}: {count} student{'' if count == 1 else 's'} ({platform.value})")
    raise typer.Exit(SOME_FAILED if problems else 0)


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


def _started(name: EngineName) -> Engine:
    """Return what grades; on this machine its processes begin to load torch."""
    if name is EngineName.local:
        from autograder.course import local

        return local.Engine()
    from autograder.course import cluster
    from autograder.course.processes import EngineError

    try:
        return cluster.Engine()
    except EngineError as error:
        _stop(str(error), WRONG_COMMAND)


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
