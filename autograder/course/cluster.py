"""Grades submissions on a cluster of Ray's: on every machine that it has, or that joins later, as long as it stays.

The driver, which runs the command, hands each machine the lab once and then submissions, and alone writes results. A
machine that is lost costs what it was grading at that moment: that is graded elsewhere.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from autograder.course.cluster_node import Node, packed
from autograder.course.machine import Machine
from autograder.course.machine import jobs as jobs_for
from autograder.course.plan import Plan
from autograder.course.processes import EngineError
from autograder.submission import Submission

ATTEMPTS = 3
"""On how many machines a submission is graded until one is not lost meanwhile; the last time with nothing beside it.

Of those that a lost machine was grading, one may be what it was lost by: it must not cost the others theirs.
"""

LOOK_SECONDS = 1.0
"""How often the driver looks for machines that have joined."""

JOIN_SECONDS = 300.0
"""How long the driver waits for a machine where there is none."""

END_SECONDS = 15.0
"""How long a machine has at the end to remove what it used."""

CONNECT_SECONDS = 10.0
"""How long the head of a cluster may take to answer."""

_NO_CLUSTER = "there is no cluster of Ray's to use"

HOW_TO_GET_RAY = "--engine ray needs Ray: pip install 'autograder[cluster]', here and on each machine of the cluster"

_MEBI = 1 << 20


@dataclass(frozen=True)
class Share:
    """A part of a machine of the cluster that grades on its own.

    Attributes:
        machine: Ray's id of the machine.
        part: Which part of it: there is one for each GPU where a training needs one.
        jobs: How many submissions it grades at once.
        gpu: Whether a GPU goes with it.
    """

    machine: str
    part: int
    jobs: int
    gpu: bool


def shares_of(machine: dict[str, Any], plan: Plan, *, gpu: bool) -> list[Share]:
    """Return the parts of one machine, none where it has not what is needed.

    Args:
        machine: As `ray.nodes()` describes it.
        plan: What is to be graded.
        gpu: Whether each part needs a GPU.
    """
    has = machine["Resources"]
    parts = int(has.get("GPU", 0)) if gpu else 1
    processors = int(has.get("CPU", 0)) // max(parts, 1)
    if not machine["Alive"] or not parts or not processors:
        return []
    memory = int(has.get("memory", 0)) // _MEBI // parts
    found = jobs_for(Machine(memory, processors), training=plan.profile is not None)
    jobs = min(plan.jobs or found, processors, plan.count)
    return [Share(machine["NodeID"], part, jobs, gpu) for part in range(parts)]


@dataclass
class _Running:
    """A submission that is graded somewhere."""

    submission: Submission
    attempt: int

    @property
    def alone(self) -> bool:
        """Whether nothing may be graded beside it."""
        return self.attempt == ATTEMPTS


@dataclass
class _Member:
    """The driver's end of one share: an actor, and what it does."""

    share: Share
    actor: Any
    begun: Any
    name: str
    ready: bool = False
    running: dict[Any, _Running] = field(default_factory=dict)

    def has_room(self) -> bool:
        """Whether it can be given one more: one always waits there, so that no lane does."""
        alone = any(given.alone for given in self.running.values())
        return self.ready and not alone and len(self.running) <= self.share.jobs


class Engine:
    """Grades on the cluster that `RAY_ADDRESS` names, or that this machine belongs to, or on this machine alone.

    Use it as a context manager.

    Args:
        node: What runs on each machine.

    Raises:
        EngineError: There is no Ray, or no cluster at that address.

    Attributes:
        notes: Which machines joined, could not be used, or were lost; as it comes.
    """

    def __init__(self, node: type = Node) -> None:
        try:
            import ray  # noqa: PLC0415 - an extra, and half a second
        except ImportError:
            raise EngineError(HOW_TO_GET_RAY) from None
        self._ray: Any = ray
        self._node = node
        self.notes: list[str] = []
        self._members: dict[tuple[str, int], _Member] = {}
        self._unusable: set[tuple[str, int]] = set()
        self._looked = -LOOK_SECONDS
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # else it warns of what it will do one day
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told of a class
        address = os.environ.get("RAY_ADDRESS", "")
        _require_somebody_at(address)
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
        except (OSError, RuntimeError, ValueError) as error:
            where = f"at {address} (RAY_ADDRESS)" if address else "on this machine"
            raise EngineError(f"{_NO_CLUSTER} {where}: {_last_line(error)}{_about_tokens()}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def has_gpu(self) -> bool:
        """Whether a machine of the cluster has a GPU."""
        return bool(self._ray.cluster_resources().get("GPU", 0))

    def prepare(self, plan: Plan) -> None:
        """Hand the lab to every machine; raise EngineError where none can grade it."""
        profiles = plan.assignment.training.profiles if plan.assignment.training else {}
        self._gpu = plan.profile is not None and profiles[plan.profile].device == "cuda"
        self._plan = plan
        self._package = self._ray.put(packed(plan))
        until = time.monotonic() + JOIN_SECONDS
        while not any(member.ready for member in self._members.values()):
            if time.monotonic() > until:
                raise EngineError(self._nobody())
            self._look()  # those that are not ready with the first begin to grade when they are
            beginning = [member.begun for member in self._members.values()]
            if self._unusable and not beginning:
                raise EngineError(self._nobody())
            for begun in self._done(beginning):
                self._settle(begun, tell=False)

    def grade_all(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, dict[str, Any]]]:
        """Grade submissions on all machines; yield each with its results as it is done.

        Results are those of `local.Engine`. A submission is read when there is room for it.
        """
        queue = _Queue(submissions)
        nobody_since = time.monotonic()
        while True:
            self._look()
            for member in self._members.values():
                while member.has_room() and (given := queue.next(beside=bool(member.running))) is not None:
                    member.running[member.actor.grade.remote(given.submission)] = given
            running = {ref: member for member in self._members.values() for ref in member.running}
            if not running and queue.is_empty():
                return
            beginning = [member.begun for member in self._members.values() if not member.ready]
            if running or beginning:
                nobody_since = time.monotonic()
            elif time.monotonic() > nobody_since + JOIN_SECONDS:
                raise EngineError(f"{self._nobody()}; the same command goes on from where it stopped")
            for ref in self._done([*running, *beginning]):
                if ref in running:
                    yield from self._results_of(running[ref], ref, queue)
                else:
                    self._settle(ref, tell=True)

    def close(self) -> None:
        """Let every machine remove what it used, and leave the cluster."""
        closing = [member.actor.close.remote() for member in self._members.values()]
        with contextlib.suppress(self._ray.exceptions.RayError):
            self._ray.wait(closing, num_returns=len(closing), timeout=END_SECONDS) if closing else None
        for member in self._members.values():
            self._ray.kill(member.actor)
        self._members.clear()
        self._ray.shutdown()

    def _look(self) -> None:
        """Take in the machines that have joined."""
        if time.monotonic() < self._looked + LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        for machine in self._ray.nodes():
            for share in shares_of(machine, self._plan, gpu=self._gpu):
                key = (share.machine, share.part)
                if key not in self._members and key not in self._unusable:
                    self._members[key] = self._member(share, machine["NodeManagerHostname"])

    def _member(self, share: Share, name: str) -> _Member:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415 - of the extra

        there = NodeAffinitySchedulingStrategy(share.machine, soft=False)
        actor: Any = (
            self._ray.remote(self._node)
            .options(
                num_cpus=share.jobs,
                num_gpus=int(share.gpu),
                max_concurrency=share.jobs + 2,  # with one that waits, and the end
                max_restarts=0,
                scheduling_strategy=there,
            )
            .remote()
        )
        return _Member(share, actor, actor.begin.remote(self._package, share.jobs), name)

    def _done(self, refs: list[Any]) -> list[Any]:
        """Return which of these have come, after a moment at most."""
        if not refs:
            time.sleep(LOOK_SECONDS)
            return []
        done: list[Any] = self._ray.wait(refs, num_returns=1, timeout=LOOK_SECONDS)[0]
        return done

    def _settle(self, begun: Any, *, tell: bool) -> None:
        """Take in a machine that is ready, or put away one that cannot be used."""
        key, member = next((key, member) for key, member in self._members.items() if member.begun == begun)
        try:
            said = self._ray.get(begun)
        except self._ray.exceptions.RayError as error:
            said = {"failed": _last_line(error)}
        if "failed" not in said:
            member.ready = True
            if tell:
                self.notes.append(f"{member.name} joined: it grades {member.share.jobs} at a time")
            return
        del self._members[key]
        self._unusable.add(key)
        self.notes.append(f"{member.name} grades nothing: {said['failed']}")
        self._ray.kill(member.actor)

    def _results_of(self, member: _Member, ref: Any, queue: _Queue) -> Iterator[tuple[Submission, dict[str, Any]]]:
        """Yield what came of one submission; where its machine was lost, put back what it had been given."""
        try:
            found = self._ray.get(ref)
        except self._ray.exceptions.RayTaskError as error:
            found = {"failed": _last_line(error)}
        except self._ray.exceptions.RayError:
            yield from self._lost(member, queue)
            return
        yield member.running.pop(ref).submission, found

    def _lost(self, member: _Member, queue: _Queue) -> Iterator[tuple[Submission, dict[str, Any]]]:
        key = (member.share.machine, member.share.part)
        if self._members.get(key) is not member:
            return
        del self._members[key]
        self._ray.kill(member.actor)
        self.notes.append(f"{member.name} was lost: what it was grading is graded elsewhere")
        for given in member.running.values():
            if given.attempt < ATTEMPTS:
                queue.put_back(_Running(given.submission, given.attempt + 1))
            else:
                reason = f"{ATTEMPTS} machines were lost while they graded it"
                yield given.submission, {"failed": reason}

    def _nobody(self) -> str:
        reasons = "; ".join(dict.fromkeys(self.notes))
        wanted = "a GPU and a processor" if self._gpu else "a processor"
        return f"no machine of the cluster can grade: {reasons or f'none had {wanted} to spare in time'}"


class _Queue:
    """The submissions that are still to be given to a machine.

    Args:
        submissions: Read one at a time.
    """

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self._fresh = iter(submissions)
        self._back: list[_Running] = []
        self._ended = False

    def next(self, *, beside: bool) -> _Running | None:
        """Return the next one, or None where there is none at the moment.

        Args:
            beside: Whether the machine that it is for is grading something.
        """
        for place, given in enumerate(self._back):
            if not (given.alone and beside):
                return self._back.pop(place)
        if self._ended:
            return None
        try:
            return _Running(next(self._fresh), 1)
        except StopIteration:
            self._ended = True
            return None

    def put_back(self, running: _Running) -> None:
        """Take back one whose machine was lost."""
        self._back.append(running)

    def is_empty(self) -> bool:
        """Whether there will be no more, unless one is put back."""
        return self._ended and not self._back


def _require_somebody_at(address: str) -> None:
    """Raise EngineError where nobody listens at an address like `10.0.0.7:6379`; Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise EngineError(f"{_NO_CLUSTER} at {address} (RAY_ADDRESS): {error}") from None


def _about_tokens() -> str:
    """Return what to do where the cluster asks for a token and this process shows none."""
    mode = os.environ.get("RAY_AUTH_MODE", "")
    return "" if mode == "token" else "; if it asks for a token, set RAY_AUTH_MODE=token here, too"


def _last_line(error: BaseException) -> str:
    """Return the last line of Ray's pages that says something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
