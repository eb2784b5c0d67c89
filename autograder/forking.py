"""Forks: how a worker begins and ends, and how any fork of ours ends without its ancestor's clean-up."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

from autograder.worker import main as worker
from autograder.worker import namespaces


def start(spec: dict[str, Any], descriptors: Sequence[int], place: worker.Place, *, alone: bool) -> int:
    """Fork a worker from this process and return its number.

    Args:
        spec: What the worker is started with.
        descriptors: Its requests, answers and output, and the submission's files.
        place: What it finds.
        alone: Whether it is the first process of a namespace of its own.
    """
    with namespaces.of_processes() if alone else contextlib.nullcontext():
        pid = os.fork()
        if pid == 0:
            exit_after(lambda: worker.run(spec, descriptors, place))
    return pid


def end(pid: int) -> int:
    """Kill a child of this process, wait for it and return its wait status."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def exit_after(action: Callable[[], Any]) -> None:
    """Run the action in a freshly forked process and end it, whatever happens, without the ancestor's clean-up."""
    status = 1
    try:
        action()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
