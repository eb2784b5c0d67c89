"""Runs code in a process of its own whose ban is sealed and watched over, as a worker's is."""

import os
import pickle
import warnings

import torch

from autograder.kit.forbidden import Ban
from autograder.worker.sealing import seal
from autograder.worker.watching import watch

NO_ANSWER = 9


def apart(work):
    """Fork, do the work, and return what it returns, or the exception that it raised, as its name and text."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        torch.set_num_threads(1)  # the threads of before the fork are not here
        warnings.simplefilter("ignore")
        try:
            answer = work()
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        try:
            os.write(writing, pickle.dumps(answer))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    assert os.waitpid(pid, 0)[1] == 0, "the process ended by a signal"
    return pickle.loads(answer)


def within(families, road):
    """Do what a road does where these families are ruled out for good; return its value, and what was caught."""

    def work():
        ban = Ban(families)
        ban.install()
        seal(ban, families)
        watch(ban)
        try:
            with ban.mode():
                value = road()
        except Exception as error:
            value = f"{type(error).__name__}: {error}"
        return value, ban.seen

    return apart(work)
