"""A signal to stop: it raises where it is meant to, and a fork that has just begun ends without a word."""

import os
import signal

import pytest

from autograder.stopping import raising


class StopError(Exception):
    pass


@pytest.fixture
def stoppable():
    before = signal.signal(signal.SIGTERM, raising(StopError))
    yield
    signal.signal(signal.SIGTERM, before)


def test_it_raises_in_the_program(stoppable):
    with pytest.raises(StopError):
        signal.raise_signal(signal.SIGTERM)


def test_it_ends_a_fork(stoppable, capfd):
    pid = os.fork()
    if pid == 0:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            os._exit(0)  # not reached
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGTERM
    assert capfd.readouterr() == ("", "")
