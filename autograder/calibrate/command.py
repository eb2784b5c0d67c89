"""`autograder calibrate`: which programs are trained with which seeds, and what is made of it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import math
import os
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.assignment import Assignment, Calibration, Profile, load
from autograder.calibrate import record
from autograder.calibrate.findings import Calibrated
from autograder.calibrate.model import FEWEST, CalibrationError, Proposal, propose
from autograder.calibrate.runs import REFERENCE, Bench, Known, Run, train_all
from autograder.course.machine import has_gpu, this_machine
from autograder.course.machine import jobs as jobs_for
from autograder.project import Project
from autograder.report.calibration_plot import calibration_plot
from autograder.report.calibration_table import print_calibration, whose
from autograder.report.results import write_atomically
from autograder.training.data import locate

MOST_ON_A_GPU = 4
"""Trainings at once on one GPU, if nothing else is asked for: more hardly make it faster."""

_CLEARLY = 3.0
"""Standard errors by which a program's mean must be lower for it to be another distribution."""


@dataclasses.dataclass(frozen=True)
class Options:
    """What `calibrate` was asked for.

    Attributes:
        seeds: runs of the reference.
        accepted: runs of each accepted answer.
        profile: the profile; else those of the device.
        device: `auto`, or torch's name of it.
        jobs: trainings at a time.
        data: the folder of Fashion-MNIST.
    """

    seeds: int = 40
    accepted: int = 5
    profile: str | None = None
    device: str = "auto"
    jobs: int | None = None
    data: Path | None = None


def run(project: Project, options: Options, console: Console, *, dry_run: bool = False) -> bool:
    """Calibrate each profile that was asked for, and write what was found into the lab and into a picture.

    Args:
        project: The lab.
        options: What was asked for.
        console: Where to print.
        dry_run: Whether `assignment.toml` is left as it is.

    Returns:
        Whether every accepted answer reaches what was found; else nothing is written.

    Raises:
        AssignmentError, CalibrationError, DataError, RowError: It cannot be done.
    """
    assignment = load(project.assignment)
    names, device = chosen(assignment, options)
    sound = True
    for name in names:
        bench, known, jobs = begin(project, name, device, options)
        with _progress(f"{project.name}, {name}", count(bench, options)) as advance:
            found = calibrate(bench, known, jobs, options, advance)
        title = f"{assignment.title}: {name} on {in_words(device)}"
        print_calibration(console, title, found)
        picture = project.root / "build" / "calibrate" / f"{project.name}-{name}.svg"
        picture.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(picture, calibration_plot(title, found))
        console.print(f"picture: {os.path.relpath(picture)}", soft_wrap=True, highlight=False, markup=False)
        if found.failing:
            sound = False
        elif not dry_run:
            write(project, name, found, device)
            place = os.path.relpath(project.assignment / "assignment.toml")
            console.print(f"written: {place}", soft_wrap=True, highlight=False, markup=False)
    return sound


@contextlib.contextmanager
def _progress(title: str, count: int) -> Iterator[Callable[[Run], None]]:
    """Show a bar, without a thread: the process forks while it is there."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[last]}"))
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(title, total=count, last="")
        bar.refresh()

        def advance(run: Run) -> None:
            last = f"{run.program} {run.accuracies[-1]:.4f} in {run.seconds:.0f} s"
            bar.update(task, advance=1, last=last, refresh=True)

        yield advance


def chosen(assignment: Assignment, options: Options) -> tuple[list[str], str]:
    """Return the profiles to calibrate, and the device to do it on.

    Raises:
        CalibrationError: There is no such profile, no training, no GPU, or too few seeds.
    """
    if assignment.training is None:
        raise CalibrationError(f"{assignment.folder}/assignment.toml has no [training]: there is no threshold to set")
    if options.seeds < FEWEST:
        raise CalibrationError(f"--seeds {options.seeds} are too few to see a spread: take {FEWEST} or more")
    profiles = assignment.training.profiles
    if options.profile is not None and options.profile not in profiles:
        raise CalibrationError(f"--profile {options.profile}: the lab has {', '.join(profiles)}")
    device = options.device
    if device == "auto":
        wanted = profiles[options.profile].device if options.profile else None
        device = "cuda" if has_gpu() and wanted != "cpu" else "cpu"
    elif device == "cuda" and not has_gpu():
        raise CalibrationError("--device cuda: there is no GPU here, or torch is built without CUDA; use --device cpu")
    names = [options.profile] if options.profile else [n for n, profile in profiles.items() if profile.device == device]
    if not names:
        raise CalibrationError(f"the lab has no profile for {device}: name one with --profile {', '.join(profiles)}")
    return names, device


def begin(project: Project, name: str, device: str, options: Options) -> tuple[Bench, Known, int]:
    """Load a lab's right programs and the data; return them, what is known of earlier runs, and the jobs at a time.

    Raises:
        AssignmentError, RowError, DataError: The lab or the data cannot be used.
    """
    profile = _profile(project, name)
    machine = this_machine()
    jobs = options.jobs or jobs_for(machine, training=True)
    if device == "cuda" and options.jobs is None:
        jobs = min(jobs, MOST_ON_A_GPU)
    bench = Bench(project, profile, device, locate(options.data))
    return bench, Known(bench, f"{project.name}-{profile.images}", profile.epochs), jobs


def count(bench: Bench, options: Options) -> int:
    """Return how many runs are made at least."""
    return options.seeds + options.accepted * (len(bench.programs) - 1)


def calibrate(bench: Bench, known: Known, jobs: int, options: Options, then: Callable[[Run], None]) -> Calibrated:
    """Train, and propose a threshold.

    An accepted answer that clearly reaches less than the reference is trained with as many seeds as this, and the
    lower threshold of the two is proposed: what counts is that no right program misses it.

    Args:
        bench: Trains.
        known: The runs so far.
        jobs: Trainings at a time.
        options: How many runs.
        then: Told of each.

    Raises:
        CalibrationError: The runs give no threshold.
    """
    wanted = [(REFERENCE, seed) for seed in range(options.seeds)]
    others = [(program, seed) for seed in range(options.accepted) for program in bench.programs[1:]]
    runs = train_all(bench, known, wanted + others, jobs, then)
    decisive = [REFERENCE]
    lowest = _clearly_lower(runs, bench.programs)
    if lowest is not None:
        decisive.append(lowest)
        runs += train_all(bench, known, [(lowest, seed) for seed in range(options.accepted, options.seeds)], jobs, then)
    proposals = {name: _proposed(name, runs) for name in decisive}
    program = min(proposals, key=lambda name: proposals[name].threshold)
    return Calibrated(tuple(runs), program, proposals[program])


def _proposed(program: str, runs: list[Run]) -> Proposal:
    try:
        return propose([run.accuracies[-1] for run in runs if run.program == program])
    except CalibrationError as error:
        raise CalibrationError(f"{whose(program)}: {error}") from None


def _clearly_lower(runs: list[Run], programs: tuple[str, ...]) -> str | None:
    """Return the accepted answer with the lowest mean, if that is clearly below the reference's."""
    found = {name: [run.accuracies[-1] for run in runs if run.program == name] for name in programs}
    reference = found.pop(REFERENCE)
    means = {name: statistics.fmean(accuracies) for name, accuracies in found.items() if accuracies}
    if not means:
        return None
    name = min(means, key=lambda each: means[each])
    error = statistics.stdev(reference) * math.sqrt(1 / len(reference) + 1 / len(found[name]))
    return name if means[name] < statistics.fmean(reference) - _CLEARLY * error else None


def write(project: Project, name: str, found: Calibrated, device: str) -> None:
    """Write what was found into the lab's `assignment.toml`."""
    calibration = Calibration(
        date=dt.datetime.now(tz=dt.UTC).date().isoformat(),
        device=in_words(device),
        program=found.program,
        seeds=found.proposal.count,
        mean=round(found.proposal.mean, 4),
        deviation=round(found.proposal.deviation, 4),
        lowest=round(found.proposal.lowest, 4),
        accepted=len(found.others),
        accepted_repeated=len(found.repeated),
    )
    record.write(project.assignment / "assignment.toml", name, found.proposal, calibration)


def in_words(device: str) -> str:
    """Name a device and torch's version."""
    import torch  # noqa: PLC0415 - by now it is loaded

    kind = torch.cuda.get_device_name() if device == "cuda" else f"{device} ({os.uname().machine})"
    return f"{kind}, torch {torch.__version__.partition('+')[0]}"


def _profile(project: Project, name: str) -> Profile:
    training = load(project.assignment).training
    assert training is not None
    return training.profiles[name]
