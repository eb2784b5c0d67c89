"""A request's time: what a process computes and waits counts, what it queues for a busy processor does not."""

import pytest

from autograder.grader import allowance, observe
from autograder.kit.errors import Died, TimedOut


class Machine:
    """A process and a clock that do what a test says."""

    def __init__(self):
        self.now = self.computed = self.queued = 100.0
        self.stopped = False
        self.running = 1


@pytest.fixture
def machine(monkeypatch):
    made = Machine()
    monkeypatch.setattr(observe, "processor_seconds", lambda pid: made.computed)
    monkeypatch.setattr(observe, "queued_seconds", lambda pid: made.queued)
    monkeypatch.setattr(observe, "is_stopped", lambda pid: made.stopped)
    monkeypatch.setattr(observe, "threads", lambda pid: made.running)
    monkeypatch.setattr(allowance.time, "monotonic", lambda: made.now)
    return made


@pytest.fixture
def allowed(machine):
    """Ten seconds of computing, thirty on the clock, four threads; looked at once, as a request is while it lasts."""
    made = allowance.Allowance(7, 4, 10.0, 30.0)
    machine.now += allowance.WATCH_SECONDS
    assert made.passed() is None
    return made


def passes(machine, seconds, *, computed=0.0, queued=0.0):
    machine.now += seconds
    machine.computed += computed
    machine.queued += queued


def test_within_both_times_nothing_has_passed(machine, allowed):
    passes(machine, 29, computed=9.9)
    assert allowed.passed() is None


def test_computing_longer_is_told_as_computing(machine, allowed):
    passes(machine, 11, computed=10.5)
    error = allowed.passed()
    assert isinstance(error, TimedOut)
    assert str(error) == "Stopped after 10 s of computing: does a loop never end?"


def test_waiting_longer_is_told_as_waiting(machine, allowed):
    passes(machine, 31)
    assert str(allowed.passed()) == "Stopped after 30 s of waiting: does a loop never end?"


def test_what_a_process_queues_for_a_processor_does_not_count(machine, allowed):
    passes(machine, 60, computed=5, queued=40)
    assert allowed.passed() is None
    assert allowed.left() > 0
    passes(machine, 20)
    assert allowed.passed() is not None


def test_queueing_makes_it_no_longer_than_so_many_times(machine, allowed):
    passes(machine, 30 * (1 + allowance.LONGEST_QUEUE) + 1, queued=10_000)
    assert allowed.passed() is not None


def test_a_stopped_process_is_not_waited_for(machine, allowed):
    machine.stopped = True
    passes(machine, 1)
    error = allowed.passed()
    assert isinstance(error, Died)
    assert "it stopped itself" in str(error)


def test_more_threads_than_allowed_end_it(machine, allowed):
    machine.running = 5
    passes(machine, 1)
    assert "more than 4 threads at once" in str(allowed.passed())


def test_so_many_threads_are_allowed(machine, allowed):
    machine.running = 4
    passes(machine, 1)
    assert allowed.passed() is None


def test_the_time_left_is_that_of_the_sooner_end(machine, allowed):
    assert allowed.left() <= 10.0
    passes(machine, 29.4)
    assert allowed.left() == pytest.approx(0.5)
