"""A worker's life, from the fork to its last answer."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.random  # numpy imports it late: once here, before the fork, and not in every worker
import torch

from autograder import wire
from autograder.kit.forbidden import Ban
from autograder.worker.confine import confine
from autograder.worker.lent import Lent
from autograder.worker.modules import StudentFinder
from autograder.worker.pipes import Pipes
from autograder.worker.sealing import seal
from autograder.worker.serve import Session, serve
from autograder.worker.watching import watch
from autograder.worker_spec import Confinement

REQUESTS, ANSWERS, FILES = 3, 4, 5
"""The descriptors that a worker keeps, beside 0 to 2."""


def run(spec: dict[str, Any], requests: int, answers: int, output: int, files: int) -> None:
    """Confine this process, then answer requests with the student's program; return when they end.

    Args:
        spec: `confinement`, `lab`, `forbids`, `lent` and `seed`, as the zygote passes them on.
        requests: The pipe to read requests from.
        answers: The pipe to write answers to.
        output: The pipe that takes what the student prints.
        files: A file with the submission's texts as JSON, and where their lines stand in a notebook.
    """
    _keep_only(requests, answers, output, files)
    submitted, layout = _submitted()
    wanted = Confinement(**{**spec["confinement"], "folder": Path(spec["confinement"]["folder"])})
    os.chdir(wanted.folder)
    os.environ.clear()
    os.environ.update({"HOME": str(wanted.folder), "TMPDIR": str(wanted.folder), "PATH": "/usr/bin:/bin"})
    os.environ.update({"USER": "student", "LOGNAME": "student"})
    os.environ.update({"MPLCONFIGDIR": str(wanted.folder), "MPLBACKEND": "Agg", "LC_ALL": "C.UTF-8"})
    tempfile.tempdir = None
    for name in ("stdout", "stderr"):
        descriptor = 1 if name == "stdout" else 2
        setattr(sys, name, os.fdopen(descriptor, "w", buffering=1, errors="backslashreplace", closefd=False))
    ban = Ban(spec["forbids"])
    ban.install()
    try:
        seal(ban, spec["forbids"])
        held = confine(wanted)
    except Exception as error:
        _say({"error": f"{type(error).__name__}: {error}"})
        return
    if spec["forbids"]:
        watch(ban)
    pipes = Pipes(REQUESTS, ANSWERS)
    session = Session(wanted.folder, spec["lab"], ban)
    places = {entry["name"]: entry["file"] for entry in spec["lab"]["exercises"]}
    lent = Lent(spec["lent"], places, pipes, session.answer_within, session.keep)
    StudentFinder(wanted.folder, submitted, lent.put_into, layout).install()
    torch.manual_seed(spec["seed"])
    random.seed(spec["seed"])
    np.random.seed(spec["seed"])  # the old generator, which students use too
    _say({"layers": held})
    serve(session, pipes)


def _keep_only(requests: int, answers: int, output: int, files: int) -> None:
    """Bring the descriptors to their places and close every other one."""
    high = [os.dup(descriptor) for descriptor in (requests, answers, files, output)]
    while min(high) < 10:  # out of the way of the places themselves
        high = [os.dup(descriptor) for descriptor in high]
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(high[3], 1)
    os.dup2(high[3], 2)
    for place, descriptor in zip((REQUESTS, ANSWERS, FILES), high[:3], strict=True):
        os.dup2(descriptor, place, inheritable=False)
    os.closerange(FILES + 1, os.sysconf("SC_OPEN_MAX"))


def _submitted() -> tuple[dict[str, str], dict[str, Any] | None]:
    size = os.fstat(FILES).st_size
    submitted = json.loads(os.pread(FILES, size, 0))
    os.close(FILES)
    return submitted["files"], submitted["layout"]


def _say(message: dict[str, Any]) -> None:
    for piece in wire.pack({"nonce": 0, **message}):
        os.write(ANSWERS, piece)
