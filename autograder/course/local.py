"""Grades submissions on this machine: one zygote, as many submissions at once as there are lanes."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Self

from autograder.course import machine
from autograder.course.plan import Plan, on_this_machine
from autograder.course.processes import EngineError, GoneError, Processes, Setup
from autograder.course.uids import Claims
from autograder.submission import Submission

__all__ = ["Engine", "EngineError", "Setup"]

ATTEMPTS = 3
"""How often a submission is graded until there is a result, where the machine failed and not the submission."""


class Engine:
    """Grades with processes of its own, and starts them anew where they end; use it as a context manager.

    They start at once, so that torch is imported while the caller reads the submissions.

    Attributes:
        notes: What is to be told of the grading itself, as it comes.
    """

    def __init__(self) -> None:
        self._processes = Processes()
        self._renewing = threading.Lock()
        self._lanes: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._unclean: dict[int, str] = {}
        self._claims: Claims | None = None
        self._stopped = False
        self.notes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self, plan: Plan) -> None:
        """Begin with what this machine has; raise EngineError or IsolationError where it cannot be graded here."""
        setup, self._claims = on_this_machine(plan)
        self.begin(setup)

    def has_gpu(self) -> bool:
        """Whether a training run can use a GPU here."""
        return machine.has_gpu()

    def begin(self, setup: Setup) -> None:
        """Load the tests and references; raise EngineError where they are not sound."""
        self._setup = setup
        for lane in range(setup.jobs):
            self._lanes.put(lane)
        self._processes.begin(setup)

    def grade_all(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, dict[str, Any]]]:
        """Grade submissions side by side; yield each with its results as it is done.

        Results are plain data (`grader.grade.grade`), and `seconds`; one that could not be graded has `failed` with
        the reason.
        """
        with ThreadPoolExecutor(self._setup.jobs) as pool:
            running: dict[Future[dict[str, Any]], Submission] = {}
            try:
                for submission in submissions:
                    running[pool.submit(self.grade, submission)] = submission
                    if len(running) >= 2 * self._setup.jobs:
                        yield from self._finished(running)
                while running:
                    yield from self._finished(running)
            except BaseException:  # stopped from outside: what still runs ends with the grading processes
                pool.shutdown(wait=False, cancel_futures=True)
                self.stop()
                raise

    def stop(self) -> None:
        """End the grading processes at once; what they were grading has no result."""
        self._stopped = True
        self._processes.stop()

    def close(self) -> None:
        """End the grading processes and remove what they used."""
        self._stopped = True
        with self._renewing:
            self._processes.close()
        if self._claims is not None:
            self._claims.release()
            self._claims = None

    def _finished(
        self, running: dict[Future[dict[str, Any]], Submission]
    ) -> Iterator[tuple[Submission, dict[str, Any]]]:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()

    def grade(self, submission: Submission) -> dict[str, Any]:
        """Grade one submission as soon as there is a lane for it; return its results as plain data."""
        lane = self._lanes.get()
        begun = time.monotonic()
        try:
            return {**self._grade_in(lane, submission), "seconds": time.monotonic() - begun}
        finally:
            self._lanes.put(lane)

    def _grade_in(self, lane: int, submission: Submission) -> dict[str, Any]:
        """Grade on a lane, again where the machine failed; a lane that could not be cleaned up grades nothing more."""
        if lane in self._unclean:
            return {"failed": f"{self._unclean[lane]}; nothing more is graded beside that: start the grading again"}
        limits = self._setup.assignment.limits
        until = time.monotonic() + limits.submission_seconds  # one that took all its time is not tried again
        reason = ""
        for _ in range(ATTEMPTS):
            processes = self._processes
            try:
                found = processes.grade(submission, self._setup.uids[lane] if self._setup.uids else None)
            except GoneError as error:
                found = {"failed": str(error)}
            if "failed" not in found:
                return found
            reason = found["failed"]
            if found.get("unclean"):
                self._unclean[lane] = reason
                break
            if self._stopped or time.monotonic() > until:
                break
            try:
                self._renew(processes)
            except (EngineError, OSError) as error:
                reason = f"{reason}, and the grading processes could not be started again: {error}"
                break
        return {"failed": reason}

    def _renew(self, processes: Processes) -> None:
        """Start new processes in the place of these, unless they live or somebody has done so."""
        with self._renewing:
            if self._stopped or self._processes is not processes or not processes.are_gone():
                return
            processes.close()
            fresh = Processes()
            self._processes = fresh  # to be closed with the engine, also where it does not begin
            fresh.begin(self._setup)
