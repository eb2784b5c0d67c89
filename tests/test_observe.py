"""What the kernel says of a process that computes, waits, stops itself or runs threads."""

import os
import signal
import threading
from pathlib import Path

import pytest

from autograder.grader import observe


@pytest.fixture
def child():
    """Starts a process that does something and says so; it is killed at the end."""
    started = []

    def start(action):
        told, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                action(lambda: os.write(tell, b"x"))
            finally:
                os._exit(0)
        started.append(pid)
        os.read(told, 1)
        os.close(told)
        os.close(tell)
        return pid

    yield start
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_a_process_that_stops_itself_is_seen(child):
    def stop(say):
        say()
        os.kill(os.getpid(), signal.SIGSTOP)

    pid = child(stop)
    os.waitpid(pid, os.WUNTRACED)
    assert observe.is_stopped(pid)


def test_one_that_waits_is_not_stopped(child):
    def wait(say):
        say()
        signal.pause()

    assert not observe.is_stopped(child(wait))


def test_threads_are_counted(child):
    def start(say):
        for _ in range(4):
            threading.Thread(target=signal.sigwait, args=({signal.SIGUSR1},), daemon=True).start()
        say()
        signal.pause()

    assert observe.threads(child(start)) == 5


def test_computing_takes_processor_time(child):
    def compute(say):
        said = False
        while True:
            if not said and os.times().user > 0.05:
                say()
                said = True

    pid = child(compute)
    assert observe.processor_seconds(pid) >= 0.05


def test_more_work_than_processors_queues(child):
    def compute(say):
        say()
        while True:
            pass

    pids = [child(compute) for _ in range(2 * (os.cpu_count() or 1) + 1)]
    while observe.processor_seconds(pids[0]) < 0.3:
        pass
    assert sum(map(observe.queued_seconds, pids)) > 0.1


def test_a_name_made_to_mislead_does_not(child):
    def rename(say):
        with Path("/proc/self/comm").open("w") as name:
            name.write("x) T 1 (")
        say()
        signal.pause()

    pid = child(rename)
    assert not observe.is_stopped(pid)
    assert observe.threads(pid) == 1


def test_of_a_process_that_is_gone_nothing_is_known(child):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    assert observe.threads(pid) == 0
    assert observe.queued_seconds(pid) == 0.0
    assert observe.processor_seconds(pid) == 0.0
    assert not observe.is_stopped(pid)
