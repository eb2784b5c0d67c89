"""The workers of one submission, and the time that it has left."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder import wire
from autograder.assignment import Assignment, Exercise
from autograder.channel import Channel
from autograder.grader.answers import error_from
from autograder.grader.lender import Lender, Lent
from autograder.grader.reference import Reference
from autograder.grader.worker_client import CALL_LIMITS, WALL_FACTOR, Output, Worker
from autograder.kit.errors import ForbiddenCall, ImportFailed, StudentError, TimedOut
from autograder.sharing import shared_sets
from autograder.worker_spec import Confinement, spec_of

MEBI = 1 << 20
AFTER_A_TIMEOUT = 5.0
"""After a call of an exercise was stopped, its later calls get this part of the time: they will end the same way."""


class OutOfTime(StudentError):
    """The submission's time, all tests together, is used up."""

    public = "Not run: the submission had used up its time."

    def __init__(self) -> None:
        super().__init__(self.public)


class Session:
    """One submission while it is graded.

    Exercises with the same forbidden calls share a worker, and others as `sharing` says. All public tests run before
    any hidden one: their messages may carry the student's text, and must be made before any worker has seen anything
    hidden.

    Args:
        assignment: The lab.
        reference: What is lent of it.
        job: The channel to the zygote.
        layers: The confinement's layers.
        seed: Seeds the student's own random numbers.
    """

    def __init__(
        self, assignment: Assignment, reference: Reference, job: Channel, layers: tuple[str, ...], seed: int
    ) -> None:
        self.assignment = assignment
        self.exercises = {exercise.name: exercise for exercise in assignment.exercises}
        self.output = Output(assignment.limits.output_kib * 1024)
        self.failed_imports: dict[tuple[str, tuple[str, ...]], StudentError] = {}
        self.layers: list[str] = []
        self._reference = reference
        self._lent: tuple[str, ...] = ()
        self._job = job
        self._wanted = layers
        self._seed = seed
        self._workers: dict[tuple[str, ...], Worker] = {}
        self._shared = shared_sets(assignment)
        self._void = False
        self._tests = 0
        self._imported: set[tuple[int, str]] = set()
        self._stopped: set[str] = set()
        self._lost = False
        self._deadline = time.monotonic() + assignment.limits.submission_seconds

    def prepare(self) -> None:
        """Start the workers that the exercises need, so that they get ready while the first tests run."""
        for refused in dict.fromkeys(map(self._refused_for, self.assignment.exercises)):
            self._workers[refused] = self._start_for_tests(refused)

    def begin_anew(self, lent: tuple[str, ...]) -> None:
        """Kill every worker; in those that start from now on the reference's version of some names is lent.

        Args:
            lent: The names. What the workers get for each is a way to ask for values, never the reference itself.
        """
        self.close()
        self._workers.clear()
        self._lent = lent

    def begin_test(self) -> None:
        """Let go of the objects that the workers hold for the tests before this one."""
        self._tests += 1

    def borrowed(self) -> tuple[str, ...]:
        """Return which names the workers have borrowed since this was last asked, in the lab's order."""
        names = set().union(*(worker.lender.take_used() for worker in self._workers.values() if worker.lender))
        return tuple(name for name in self.exercises if name in names)

    def import_messages(self) -> list[str]:
        """Return what the failed imports said, each once; to be asked before anything hidden is shown."""
        return list(dict.fromkeys(str(error) for error in self.failed_imports.values()))

    def _all_forbids(self) -> list[tuple[str, ...]]:
        return list(dict.fromkeys(exercise.forbids for exercise in self.assignment.exercises))

    def _refused_for(self, exercise: Exercise) -> tuple[str, ...]:
        """Return what the worker refuses in which an exercise's calls run: where something is lent, it shares none."""
        return exercise.forbids if self._lent else self._shared.get(exercise.forbids, exercise.forbids)

    def worker_with(self, exercise: Exercise, file: str) -> Worker:
        """Return a living worker for the exercise in which `file` is imported; raise what its import raised."""
        if (file, exercise.forbids) in self.failed_imports:
            raise self.failed_imports[file, exercise.forbids]
        worker = self._living(exercise)
        if (worker.pid, file) in self._imported:
            return worker
        try:
            worker = self._import(worker, exercise, file)
        except OutOfTime:
            raise
        except StudentError as error:
            if self._void:
                raise
            # The first failure is the one that counts: a later one could speak of what the worker has seen since.
            failed = _import_failure(file, error)
            for forbids in [exercise.forbids] if isinstance(error, ForbiddenCall) else self._all_forbids():
                self.failed_imports.setdefault((file, forbids), failed)
            raise failed from None
        self._imported.add((worker.pid, file))
        return worker

    def _living(self, exercise: Exercise) -> Worker:
        refused = self._refused_for(exercise)
        worker = self._workers.get(refused)
        if worker is not None and worker.alive and worker.is_spoilt():
            worker.kill()
        if worker is None or not worker.alive:
            worker = self._workers[refused] = self._start_for_tests(refused)
        return worker

    def _start_for_tests(self, refused: tuple[str, ...]) -> Worker:
        return self.start(refused, lent=self._lent, shared=refused in self._shared.values())

    def _import(self, worker: Worker, exercise: Exercise, file: str) -> Worker:
        """Import a file, once more in a new worker where this one ended: perhaps by what an earlier call left in it."""
        request = {"op": "import", "file": file}
        fresh = not worker.asked
        try:
            self.ask(worker, exercise, request, self.assignment.limits.call_seconds)
        except OutOfTime:
            raise
        except StudentError as error:
            if worker.alive or self._void or (fresh and isinstance(error, TimedOut)):
                raise
            self._stopped.discard(exercise.name)  # with all of its time: the other worker may have been busy
            worker = self._living(exercise)
            self.ask(worker, exercise, request, self.assignment.limits.call_seconds)
        return worker

    def take_lost(self) -> bool:
        """Return whether a worker was lost since this was last asked: it ended, or said what was no answer."""
        lost, self._lost = self._lost, False
        return lost

    def take_void(self) -> bool:
        """Return whether a call was refused since this was last asked that perhaps only another exercise forbids."""
        void, self._void = self._void, False
        return void

    def start(
        self,
        forbids: tuple[str, ...],
        *,
        training: bool = False,
        cuda: bool = False,
        lent: tuple[str, ...] = (),
        seed: int | None = None,
        shared: bool = False,
    ) -> Worker:
        """Start a fresh worker; its random numbers begin with the submission's seed, or with another."""
        limits = self.assignment.limits
        seconds = limits.training_seconds * _MOST_CORES if training else limits.submission_seconds
        confinement = Confinement(
            uid=None,  # the zygote knows the job's
            folder=Path(),  # likewise
            memory_bytes=limits.memory_mib * MEBI,
            file_bytes=limits.file_mib * MEBI,
            disk_bytes=limits.disk_mib * MEBI,
            threads=limits.threads,
            processor_seconds=int(seconds) + 1,
            cuda=cuda,
            layers=self._wanted,
        )
        first = self._seed if seed is None else seed
        spec = spec_of(confinement, list(forbids), list(lent), first, shared=shared)
        worker = Worker(self._job, spec, self.output, wire.DEFAULT if training else CALL_LIMITS)
        if lent:
            names = {name: Lent(self._reference[name], self.exercises[name].objects) for name in lent}
            worker.lender = Lender(names, limits.memory_mib * MEBI, CALL_LIMITS)
        return worker

    def ask(self, worker: Worker, exercise: Exercise, request: dict[str, Any], seconds: float) -> Any:
        """Send a request to a worker and return the value; raise the StudentError that came instead."""
        limits = self.assignment.limits
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        again = exercise.name in self._stopped
        if again:
            seconds = seconds / AFTER_A_TIMEOUT
        worker.wait_until_ready()
        self.layers = worker.layers
        if worker.tests != self._tests:
            worker.tests, request = self._tests, {**request, "forget": True}
        try:
            answer = worker.ask(request, seconds, min(seconds * WALL_FACTOR, left))
        except TimedOut as error:
            if time.monotonic() >= self._deadline:
                raise OutOfTime from None
            self._stopped.add(exercise.name)
            raise TimedOut(error.seconds, waiting=error.waiting, again=again) from None
        except StudentError:
            self._lost = True
            raise
        if "error" in answer:
            claimed = error_from(answer["error"], exercise, self.exercises, self.assignment.given, limits)
            if isinstance(claimed, ForbiddenCall) and worker.shared:
                self._share_no_more(worker)
            raise claimed
        return answer.get("value")

    def _share_no_more(self, worker: Worker) -> None:
        """Give each set of forbidden calls a worker of its own from now on, which may allow what this one refused."""
        self._void = True
        self._shared = {}
        worker.kill()

    @contextlib.contextmanager
    def with_half_the_time(self) -> Iterator[None]:
        """Within this context what runs has half of the time that is left, so that what comes after has some, too."""
        end = self._deadline
        self._deadline = time.monotonic() + (end - time.monotonic()) / 2
        try:
            yield
        finally:
            self._deadline = end

    @contextlib.contextmanager
    def on_its_own_clock(self, seconds: float) -> Iterator[None]:
        """Within this context what runs has so many seconds of its own; the tests' clock stands still."""
        left = self._deadline - time.monotonic()
        self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline = time.monotonic() + left

    def close(self) -> None:
        """Kill every worker."""
        for worker in self._workers.values():
            worker.kill()


def _import_failure(file: str, error: StudentError) -> StudentError:
    if isinstance(error, ImportFailed):
        return error
    if isinstance(error, ForbiddenCall):
        return ForbiddenCall(error.call, imported=file)
    return ImportFailed(file, str(error))


_MOST_CORES = 8
"""Cores that a training run may use at once: its processor time runs as many times as fast as the clock."""
