"""The processes that grade: a zygote, the graders' ancestor, and how one submission is handed to them."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import leftovers
from autograder.assignment import Assignment
from autograder.channel import Channel
from autograder.lab import public_facts
from autograder.scratch import Scratch
from autograder.sharing import worker_sets
from autograder.submission import Submission

PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH")
"""What the zygote gets of the caller's environment: a fork shows all of it to student code."""

_MALLOC = {
    "hugetlb": 1,  # in huge pages, which a fork copies and frees at one stroke
    "mmap_threshold": 4 << 20,  # and not from the kernel for each tensor anew
    "trim_threshold": 64 << 20,
    "arena_max": 2,  # each thread would set aside 64 MiB of addresses, and an honest program meet its limit by that
}
"""How the C library asks for memory; another library than glibc does not read it."""

_END_SECONDS = 10.0


class EngineError(Exception):
    """Nothing can be graded: the lab's tests are not sound, or the grading processes did not start."""


class GoneError(Exception):
    """A process ended before it had a result; the submission is not to blame."""


@dataclass(frozen=True)
class Setup:
    """What one run of grading needs.

    Attributes:
        assignment: The lab.
        solutions: `solutions/NAME`.
        data: The folder of Fashion-MNIST, or None to leave the training out.
        profile: The training profile, or None likewise.
        layers: The confinement's layers.
        uids: A user id for each lane, or nothing where there is no change of user.
        jobs: How many submissions are graded at the same time.
        warm: Whether to do once, in advance, what would otherwise be done for each submission.
        threads: How many threads a training run uses. With another number sums are rounded otherwise, and the accuracy
            is another: only one gives the same everywhere, with however many jobs.
    """

    assignment: Assignment
    solutions: Path
    data: Path | None
    profile: str | None
    layers: tuple[str, ...]
    uids: tuple[int, ...]
    jobs: int
    warm: bool
    threads: int = 1


class Processes:
    """A zygote and a graders' ancestor; they begin to import torch at once."""

    def __init__(self) -> None:
        self._control, control = Channel.pair()
        self._secret, secret = Channel.pair()
        self._sending = threading.Lock()
        self._setup: Setup | None = None
        self._scratch = Scratch("autograder-")
        self._scratch.path.chmod(0o711)
        self._base = self._scratch.path / "jobs"
        self._base.mkdir()
        self._base.chmod(0o711)  # a worker goes through it to its own folder, and sees nothing beside that
        kept = (control.fileno(), secret.fileno())
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        environment["MPLBACKEND"] = "Agg"  # figures are looked at as data, never shown
        environment["GLIBC_TUNABLES"] = ":".join(f"glibc.malloc.{name}={value}" for name, value in _MALLOC.items())
        # Else torch's threads wait at full speed, and on a busy machine a training takes twenty times as long.
        environment["OMP_WAIT_POLICY"] = "PASSIVE"
        environment["PYTHONHASHSEED"] = "0"  # a student's set has the same order in every grading
        self._zygote = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "autograder.zygote", *map(str, kept)],
            env=environment,
            pass_fds=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        control.close()
        secret.close()

    def begin(self, setup: Setup) -> None:
        """Load the tests and references; raise EngineError where they are not sound."""
        self._setup = setup
        message = {
            "assignment": setup.assignment.to_json(),
            "solutions": str(setup.solutions),
            "data": str(setup.data) if setup.data else None,
            "turns": str(self._scratch.path / "turns"),
        }
        try:
            figures = any(exercise.gives == "figure" for exercise in setup.assignment.exercises)
            self._control.send({
                "warm": setup.warm,
                "figures": figures,
                "optimisers": setup.warm and (setup.profile is not None or _names_optimisers(setup)),
                "forbids": worker_sets(setup.assignment),
                "lab": public_facts(setup.assignment),
                "uid": setup.uids[0] if setup.uids else None,
            })  # fmt: skip
            self._secret.send(message)
            received = self._secret.receive()
        except OSError as error:
            raise EngineError(f"the grading processes ended while they started ({error})") from None
        if received is None:
            raise EngineError("the grading processes ended while they started; their last words stand above")
        if "failed" in received[0]:
            raise EngineError(received[0]["failed"])

    def grade(self, submission: Submission, uid: int | None) -> dict[str, Any]:
        """Grade one submission as a user; return its results as plain data, after what it left is gone.

        Raises:
            GoneError: One of the processes ended before there was a result.
        """
        assert self._setup is not None
        try:
            return self._grade(self._setup, submission, uid)
        except ConnectionError as error:
            raise GoneError(f"the grading processes are gone ({error})") from None
        except OSError as error:
            return {"failed": f"this machine had no room for it ({error})"}

    def _grade(self, setup: Setup, submission: Submission, uid: int | None) -> dict[str, Any]:
        folder = Path(tempfile.mkdtemp(dir=self._base))
        folder.chmod(0o711)
        zygote_end, grader_end = Channel.pair()
        clean, cleaned = os.pipe()
        result, results = os.pipe()
        files = handed_over(submission)
        order = {
            "name": submission.name,
            "digest": submission.digest,
            "layers": setup.layers,
            "profile": setup.profile,
            "threads": setup.threads,
        }
        with os.fdopen(clean, "rb") as is_clean, os.fdopen(result, "rb") as has_result:
            try:
                with self._sending:
                    self._control.send({"folder": str(folder), "uid": uid}, (zygote_end.fileno(), cleaned, files))
                    self._secret.send({"order": order}, (grader_end.fileno(), results))
            finally:
                zygote_end.close()
                grader_end.close()
                for descriptor in (cleaned, files, results):
                    os.close(descriptor)
            text = has_result.read()
            # The grader is done: its end of the job is closed, and the zygote kills and removes what the job left.
            word = is_clean.read()
        if not word:
            raise GoneError("the zygote ended")
        if word != b"clean":
            why = word.decode(errors="replace")
            return {"failed": f"what the submission left could not be cleaned up ({why})", "unclean": True}
        try:
            found: dict[str, Any] = json.loads(text)
        except ValueError:
            raise GoneError("the grader ended before it had a result") from None
        return found

    def are_gone(self) -> bool:
        """Whether one of the two ancestors has ended, so that nothing more can be graded with them."""
        return self._control.has_ended() or self._secret.has_ended()

    def stop(self) -> None:
        """End them at once; what they were grading has no result."""
        for channel in (self._control, self._secret):
            channel.shut_down()

    def close(self) -> None:
        """End them, with whatever they started, and remove what they used."""
        self.stop()
        self._control.close()
        self._secret.close()
        if self._setup is None:  # nothing was started that would need cleaning up after
            self._zygote.kill()
        try:
            regular = self._zygote.wait(timeout=_END_SECONDS) == 0
        except subprocess.TimeoutExpired:
            self._zygote.kill()
            self._zygote.wait()
            regular = False
        if not regular and self._setup is not None:
            for uid in self._setup.uids:  # the zygote could not do it any more
                leftovers.kill_all_of(uid)
        self._remove_base()

    def _remove_base(self) -> None:
        deadline = time.monotonic() + _END_SECONDS
        while True:
            try:
                self._scratch.remove()
            except OSError:  # somebody who is just ending still writes there
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


def _names_optimisers(setup: Setup) -> bool:
    """Whether a lab has to do with optimisers: its solution or its tests name `torch.optim`."""
    folders = (setup.solutions, setup.assignment.folder / "public", setup.assignment.folder / "hidden")
    return any(b"optim" in path.read_bytes() for folder in folders for path in folder.glob("*.py"))


def handed_over(submission: Submission) -> int:
    """Return a descriptor of a nameless file in which a worker finds what was submitted."""
    layout = dataclasses.asdict(submission.layout) if submission.layout else None
    return _file_of(json.dumps({"files": submission.files, "layout": layout}).encode())


def _file_of(data: bytes) -> int:
    """Return a descriptor of a nameless file that holds `data`."""
    if hasattr(os, "memfd_create"):  # in memory: a full disk stops no grading
        descriptor = os.memfd_create("submission")
        os.write(descriptor, data)
        return descriptor
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return os.dup(file.fileno())
