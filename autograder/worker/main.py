"""A worker's life, from the fork to its last answer."""

from __future__ import annotations

import gc
import itertools
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.random  # numpy imports it late: once here, before the fork, and not in every worker
import torch

from autograder import wire
from autograder.kit.forbidden import Ban
from autograder.worker.confine import confine
from autograder.worker.lent import Lent
from autograder.worker.library import LOWEST, Folders
from autograder.worker.modules import StudentFinder
from autograder.worker.pipes import Pipes
from autograder.worker.sealing import seal
from autograder.worker.serve import Session, serve
from autograder.worker.watching import watch
from autograder.worker_spec import Confinement

REQUESTS, ANSWERS, FILES = 3, 4, 5
"""The descriptors that a worker keeps, beside 0 to 2."""


def refuse(forbids: Sequence[str]) -> Ban:
    """Refuse library calls in this process for good; raise SealError where this torch is too different."""
    ban = Ban(forbids)
    ban.install()
    seal(ban, forbids)
    return ban


@dataclass(frozen=True)
class Place:
    """What a worker finds where it begins.

    Attributes:
        lab: The lab's public facts, as in `lab.json`.
        libraries: The library folders.
        ban: What is refused in this process already, where it is what the worker is to refuse.
    """

    lab: dict[str, Any]
    libraries: Folders
    ban: Ban | None = None


def run(spec: dict[str, Any], descriptors: Sequence[int], place: Place) -> None:
    """Confine this process, then answer requests with the student's program; return when they end.

    Args:
        spec: `worker_spec.spec_of`'s, as the zygote passes it on.
        descriptors: The pipes to read requests from, to write answers to, and for what the student prints; and a
            file with the submission's texts as JSON, and where their lines stand in a notebook.
        place: What it finds.
    """
    _keep_only(descriptors, place.libraries.opened.values())
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
    try:
        ban = place.ban or refuse(spec["forbids"])
        gc.freeze()  # out of the collector's sight
        held = confine(wanted, place.libraries)
    except Exception as error:
        _say({"error": f"{type(error).__name__}: {error}"})
        return
    if spec["forbids"]:
        watch(ban)
    pipes = Pipes(REQUESTS, ANSWERS)
    session = Session(wanted.folder, place.lab, ban, shared=spec["shared"])
    places = {entry["name"]: entry["file"] for entry in place.lab["exercises"]}
    lent = Lent(spec["lent"], places, pipes, session.answer_within, session.keep)
    StudentFinder(wanted.folder, submitted, lent.put_into, layout).install()
    _seed(spec["seed"], cuda=wanted.cuda)
    _say({"layers": held})
    serve(session, pipes)


def _seed(seed: int, *, cuda: bool) -> None:
    """Seed what a student's random numbers may come from."""
    if cuda:
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)  # torch's own function looks at every kind of device: 2 ms
    random.seed(seed)
    np.random.seed(seed)  # the old generator, which students use too


def _keep_only(descriptors: Sequence[int], others: Iterable[int]) -> None:
    """Bring the descriptors to their places and close every one that is neither of these nor of the others."""
    requests, answers, output, files = descriptors
    high = [os.dup(descriptor) for descriptor in (requests, answers, files, output)]
    while min(high) < LOWEST:  # out of the way of the places themselves
        high = [os.dup(descriptor) for descriptor in high]
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(high[3], 1)
    os.dup2(high[3], 2)
    for place, descriptor in zip((REQUESTS, ANSWERS, FILES), high[:3], strict=True):
        os.dup2(descriptor, place, inheritable=False)
    kept = [FILES, *sorted(others), os.sysconf("SC_OPEN_MAX")]
    for before, after in itertools.pairwise(kept):
        os.closerange(before + 1, after)


def _submitted() -> tuple[dict[str, str], dict[str, Any] | None]:
    size = os.fstat(FILES).st_size
    submitted = json.loads(os.pread(FILES, size, 0))
    os.close(FILES)
    return submitted["files"], submitted["layout"]


def _say(message: dict[str, Any]) -> None:
    for piece in wire.pack({"nonce": 0, **message}):
        os.write(ANSWERS, piece)
