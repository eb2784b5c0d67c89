"""What the container gives: memory, processors and time; and the limits of a lab that fit into it.

A container's own figures are those of its control group; the machine's are those of a larger one around it.
"""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment, Limits

TORCH_MIB = 560
"""What grading without training takes in all, measured with both labs; most of it is torch."""

TRAINING_MIB = 1200
"""What it takes in all with a training run, measured with both labs."""

LEAST_ROOM_MIB = 128
"""What a student's program may at least allocate."""

TIERS = "Settings > Configure Autograder > Container Specifications"
"""Where Gradescope sets the container's memory."""

WITH_TRAINING = 0.7
"""Of the time there is: what a grading with training may take, before the tests alone are graded in the rest."""

_TESTS_SHARE = 0.4
"""Of a grading's time, where a training run must fit in, too."""

_GRADING_SHARE = 0.85
"""Of the time there is: the rest is for starting, for hints and for cleaning up."""

_MEBI = 1 << 20


class TooSmallError(Exception):
    """The container has not enough memory to grade in; the text says what to choose."""


@dataclass(frozen=True)
class Machine:
    """What there is.

    Attributes:
        memory_mib: of the container, in MiB.
        processors: which it may use at a time, 0.5 for half of one.
    """

    memory_mib: int
    processors: float


def this_machine(control_groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> Machine:
    """Return what this process may use, by version 1 and 2 of the kernel's control groups.

    Args:
        control_groups: Where they are mounted.
        own: Which groups the process is in.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    processors = float(len(os.sched_getaffinity(0)))
    for folder in _folders(control_groups, own):
        for name in ("memory.max", "memory.limit_in_bytes"):
            memory = min([memory, *(limit for limit in _numbers(folder / name)[:1] if limit > 0)])
        pair = _numbers(folder / "cpu.max")
        if not pair:
            pair = [*_numbers(folder / "cpu.cfs_quota_us"), *_numbers(folder / "cpu.cfs_period_us")]
        if len(pair) == 2 and min(pair) > 0:
            processors = min(processors, pair[0] / pair[1])
    return Machine(memory // _MEBI, processors)


def _folders(control_groups: Path, own: Path) -> list[Path]:
    """Return the folders of the process's groups and of those around them."""
    roots = [control_groups, control_groups / "memory", control_groups / "cpu", control_groups / "cpu,cpuacct"]
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    found = dict.fromkeys(roots)
    for line in lines:
        _, controllers, inside = (*line.split(":", 2), "", "")[:3]
        if controllers in ("", "memory", "cpu", "cpu,cpuacct", "cpuacct,cpu") and ".." not in inside:
            folder = control_groups / controllers / inside.strip("/")
            found.update(dict.fromkeys(each for each in (folder, *folder.parents) if control_groups in each.parents))
    return list(found)


def _numbers(file: Path) -> list[int]:
    """Read whole numbers; none where the file is not there, or says `max`."""
    try:
        return [int(word) for word in file.read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        return []


def fitted(assignment: Assignment, machine: Machine, seconds: float, *, training: bool) -> Assignment:
    """Return the assignment with limits that fit the container and its time, none wider than its own.

    Args:
        assignment: The lab.
        machine: What there is.
        seconds: How long the grading may take.
        training: Whether a network is trained.

    Raises:
        TooSmallError: The container's memory is too small.
    """
    needed = TRAINING_MIB if training else TORCH_MIB + LEAST_ROOM_MIB
    if machine.memory_mib < needed:
        raise TooSmallError(
            f"this container has {machine.memory_mib} MiB of memory, and grading this lab takes {needed}: "
            f"the instructor chooses 1 CPU and 1.5 GB of RAM, or more, in {TIERS} on Gradescope"
        )
    limits = assignment.limits
    time = _GRADING_SHARE * seconds
    tests = min(limits.submission_seconds, (_TESTS_SHARE if training else 1.0) * time)
    return dataclasses.replace(
        assignment,
        limits=dataclasses.replace(
            limits,
            memory_mib=min(limits.memory_mib, machine.memory_mib - TORCH_MIB),
            submission_seconds=tests,
            training_seconds=min(limits.training_seconds, time - tests),
        ),
    )


def in_words(limits: Limits) -> str:
    """Return what a submission may use."""
    return (
        f"{limits.memory_mib} MiB of memory, {limits.submission_seconds:.0f} s for the tests, "
        f"{limits.training_seconds:.0f} s for a training run"
    )
