"""What a run of grading is to do, and what of this machine it is done with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment
from autograder.course import isolation, machine
from autograder.course.processes import Setup
from autograder.course.uids import Claims
from autograder.project import Project


@dataclass(frozen=True)
class Plan:
    """What is to be graded, on whatever machine.

    Attributes:
        project: Where the lab is.
        assignment: The lab.
        data: The folder of Fashion-MNIST, or None to leave the training out.
        profile: The training profile, or None likewise.
        confined: Whether student code is confined; without, it is for one's own.
        jobs: How many submissions at once on one machine, or None for what the machine can do.
        count: How many submissions there are.
        secrets: What no submission may read, beside the lab's hidden tests and solutions.
    """

    project: Project
    assignment: Assignment
    data: Path | None
    profile: str | None
    confined: bool
    jobs: int | None
    count: int
    secrets: tuple[Path, ...] = ()


def on_this_machine(plan: Plan) -> tuple[Setup, Claims | None]:
    """Return what the grading processes of this machine need, and the user ids that are claimed for them.

    Raises:
        IsolationError: A submission could read what it must not.
        PermissionError: There are too few user ids.
    """
    jobs = plan.jobs or machine.jobs(machine.this_machine(), training=plan.profile is not None)
    jobs = min(jobs, plan.count)
    layers = isolation.layers_for_grading() if plan.confined else isolation.NONE
    claims = Claims(jobs) if "uid" in layers else None
    try:
        if plan.confined:
            secrets = [plan.project.assignment / "hidden", plan.project.solutions, *plan.secrets]
            isolation.hold_secrets(layers, claims.uids[0] if claims else None, secrets)
    except BaseException:
        if claims:
            claims.release()
        raise
    setup = Setup(
        assignment=plan.assignment,
        solutions=plan.project.solutions,
        data=plan.data,
        profile=plan.profile,
        layers=layers,
        uids=tuple(claims.uids) if claims else (),
        jobs=jobs,
        warm=plan.profile is not None or plan.count > jobs,
    )
    return setup, claims
