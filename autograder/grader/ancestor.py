"""The graders' ancestor: loads tests and references once and forks a grader for each submission."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.channel import Channel
from autograder.grader import memory
from autograder.grader.diagnosis import Catalogue
from autograder.grader.grade import grade
from autograder.grader.judge import Judge
from autograder.grader.order import Order
from autograder.grader.reference import Reference
from autograder.grader.suite import Suite, SuiteError
from autograder.grader.training_run import TrainingData
from autograder.grader.worker_client import StartError

SPARE_SECONDS = 60
"""Beyond the submission's own limits; a grader that takes longer is ended by the kernel's alarm."""


def main(control: Channel) -> None:
    """Load what the driver's first message names, say `ready`, then grade what is ordered."""
    received = control.receive()
    if received is None:
        return
    setup = received[0]
    assignment = Assignment.from_json(setup["assignment"])
    try:
        reference = Reference(assignment, Path(setup["solutions"]))
        data = _training_data(setup["data"], setup["turns"])
        suite = Suite(assignment)
        judge = Judge(assignment, suite, reference, Catalogue(assignment))
        suite.collect(lambda: _serve(control, assignment, judge, reference, data))
    except SuiteError as error:
        control.send({"failed": str(error)})
    except Exception as error:
        control.send({"failed": f"{type(error).__name__}: {error}"})


def _training_data(folder: str | None, turns: str) -> TrainingData | None:
    if folder is None:
        return None
    from autograder.kit import fashion_mnist  # noqa: PLC0415 - only where there is training

    train_images, train_labels = fashion_mnist.load(Path(folder), train=True)
    test_images, test_labels = fashion_mnist.load(Path(folder), train=False)
    return TrainingData(train_images, train_labels, test_images, test_labels, Path(turns))


def _serve(
    control: Channel, assignment: Assignment, judge: Judge, reference: Reference, data: TrainingData | None
) -> None:
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a grader: its result's end says that it is gone
    control.send({"ready": True})
    while (received := control.receive()) is not None:
        message, (job, result) = received
        pid = os.fork()
        if pid == 0:
            _grade_and_exit(message, assignment, judge, reference, data, control, job, result)
        os.close(job)
        os.close(result)
    _wait_for_graders()


def _wait_for_graders() -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(-1, 0)  # returns when the last one is gone


def _end(*_: object) -> None:
    """The zygote has ended: so has every job, and each grader finds that out at its next question."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _wait_for_graders()
    os._exit(0)


def _grade_and_exit(
    message: dict[str, Any],
    assignment: Assignment,
    judge: Judge,
    reference: Reference,
    data: TrainingData | None,
    control: Channel,
    job: int,
    result: int,
) -> None:
    """Grade in this fork, write the result, and end without the ancestor's clean-up."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    control.close()
    limits = assignment.limits
    memory.limit(limits.memory_mib)
    signal.setitimer(signal.ITIMER_REAL, limits.submission_seconds + 4 * limits.training_seconds + SPARE_SECONDS)
    try:
        order = Order(**{**message["order"], "layers": tuple(message["order"]["layers"])})
        found = grade(order, assignment, judge, reference, data, Channel.from_descriptor(job))
    except StartError as error:
        found = {"failed": str(error)}
    except BaseException as error:
        found = {"failed": f"{type(error).__name__}: {error}"}
        sys.excepthook(*sys.exc_info())
    with contextlib.suppress(OSError):
        _write_all(result, json.dumps(found).encode())
    os._exit(0)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
