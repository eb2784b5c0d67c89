"""The limits of a lab that fit into a container on Gradescope, its memory and its time."""

from __future__ import annotations

import dataclasses

from autograder.assignment import Assignment, Limits
from autograder.course.machine import TORCH_MIB, TRAINING_MIB, Machine

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


class TooSmallError(Exception):
    """The container has not enough memory to grade in; the text says what to choose."""


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
