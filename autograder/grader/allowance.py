"""What one request to a worker may take, measured from outside of it."""

from __future__ import annotations

import os
import time

from autograder.grader import observe
from autograder.kit.errors import Died, StudentError, TimedOut

WATCH_SECONDS = 0.1
"""How often a worker is looked at while it answers."""

LONGEST_QUEUE = 4.0
"""Waiting for a busy machine may make the wall-clock time longer by this factor."""

_CORES = os.cpu_count() or 1


class Allowance:
    """The time for one request, with all that is asked and lent on the way to its answer.

    Args:
        pid: The worker's.
        threads: How many threads it may run at once.
        processor_seconds: What it may compute.
        wall_seconds: How long it may take, beside what it queues for a processor.
    """

    def __init__(self, pid: int, threads: int, processor_seconds: float, wall_seconds: float) -> None:
        self._pid = pid
        self._threads = threads
        self._processor = processor_seconds
        self._wall = wall_seconds
        self._allowed = observe.processor_seconds(pid) + processor_seconds
        self._queued: float | None = None
        self._begun = time.monotonic()
        self._looked = self._begun

    @property
    def deadline(self) -> float:
        """The end on the monotonic clock: later where the process had to queue for a processor."""
        usual = self._begun + self._wall
        if time.monotonic() < usual:
            return usual
        return usual + min(max(0.0, self._queued_since()), self._wall * LONGEST_QUEUE)

    def _queued_since(self) -> float:
        """Return how long the process has queued since this was first asked: most requests are answered before."""
        queued = observe.queued_seconds(self._pid)
        if self._queued is None:
            self._queued = queued
        return queued - self._queued

    def left(self) -> float:
        """Return the seconds until it could be used up at the earliest."""
        processor = (self._allowed - observe.processor_seconds(self._pid)) / _CORES
        return min(self.deadline - time.monotonic(), processor)

    def passed(self) -> StudentError | None:
        """Return the error where it is used up, or where the process does what nothing else stops at once."""
        if observe.processor_seconds(self._pid) > self._allowed:
            return self.timed_out(waiting=False)
        if time.monotonic() > self.deadline:
            return self.timed_out(waiting=True)
        return self._misused()

    def _misused(self) -> Died | None:
        now = time.monotonic()
        if now < self._looked + WATCH_SECONDS:
            return None
        self._looked = now
        self._queued_since()
        if observe.is_stopped(self._pid):
            return Died("it stopped itself")
        if observe.threads(self._pid) > self._threads:
            return Died(f"it ran more than {self._threads} threads at once")
        return None

    def timed_out(self, *, waiting: bool) -> TimedOut:
        """Return the error of a request that took all of it."""
        return TimedOut(round(self._wall if waiting else self._processor, 1), waiting=waiting)
