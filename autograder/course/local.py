"""Grades submissions on this machine: one zygote, as many submissions at once as there are lanes."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from autograder import folders
from autograder.assignment import Assignment
from autograder.channel import Channel
from autograder.submission import Submission

PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH")
"""What the zygote gets of the caller's environment: a fork shows all of it to student code."""


class EngineError(Exception):
    """Nothing can be graded: the lab's tests are not sound, or the grading processes did not start."""


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
        warm: Whether to load in advance what torch loads late.
    """

    assignment: Assignment
    solutions: Path
    data: Path | None
    profile: str | None
    layers: tuple[str, ...]
    uids: tuple[int, ...]
    jobs: int
    warm: bool


class Engine:
    """The processes that grade; use it as a context manager.

    The zygote starts at once, so that torch is imported while the caller reads the submissions.
    """

    def __init__(self) -> None:
        self._control, control = Channel.pair()
        self._secret, secret = Channel.pair()
        self._sending = threading.Lock()
        self._begun = False
        self._base = Path(tempfile.mkdtemp(prefix="autograder-"))
        self._base.chmod(0o711)  # a worker goes through it to its own folder, and sees nothing beside that
        kept = (control.fileno(), secret.fileno())
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        environment["MPLBACKEND"] = "Agg"  # figures are looked at as data, never shown
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, setup: Setup) -> None:
        """Load the tests and references; raise EngineError where they are not sound."""
        self._setup = setup
        self._begun = True
        self._lanes: queue.SimpleQueue[int] = queue.SimpleQueue()
        for lane in range(setup.jobs):
            self._lanes.put(lane)
        message = {
            "assignment": setup.assignment.to_json(),
            "solutions": str(setup.solutions),
            "data": str(setup.data) if setup.data else None,
        }
        try:
            figures = any(exercise.gives == "figure" for exercise in setup.assignment.exercises)
            self._control.send({"warm": setup.warm, "figures": figures})
            self._secret.send(message)
            received = self._secret.receive()
        except OSError as error:
            raise EngineError(f"the grading processes ended while they started ({error})") from None
        if received is None:
            raise EngineError("the grading processes ended while they started; their last words stand above")
        if "failed" in received[0]:
            raise EngineError(received[0]["failed"])

    def grade_all(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, dict[str, Any]]]:
        """Grade submissions side by side; yield each with its results as it is done.

        Results are plain data (`grader.grade.grade`); one that could not be graded has `failed` with the reason.
        """
        with ThreadPoolExecutor(self._setup.jobs) as pool:
            running: dict[Future[dict[str, Any]], Submission] = {}
            try:
                for submission in submissions:
                    running[pool.submit(self._grade, submission)] = submission
                    if len(running) >= 2 * self._setup.jobs:
                        yield from self._finished(running)
                while running:
                    yield from self._finished(running)
            except BaseException:  # stopped from outside: what still runs ends with the grading processes
                pool.shutdown(wait=False, cancel_futures=True)
                self.stop()
                raise

    def stop(self) -> None:
        """End the grading processes at once; what they were grading has no result."""
        for channel in (self._control, self._secret):
            channel.shut_down()

    def close(self) -> None:
        """End the grading processes and remove what they used."""
        self.stop()
        self._control.close()
        self._secret.close()
        if not self._begun:  # nothing was started that would need cleaning up after
            self._zygote.kill()
        try:
            self._zygote.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
            self._zygote.wait()
        folders.remove(self._base)

    def _finished(
        self, running: dict[Future[dict[str, Any]], Submission]
    ) -> Iterator[tuple[Submission, dict[str, Any]]]:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()

    def _grade(self, submission: Submission) -> dict[str, Any]:
        lane = self._lanes.get()
        try:
            return self._grade_in(lane, submission)
        except OSError as error:
            return {"failed": f"the grading processes are gone ({error})"}
        finally:
            self._lanes.put(lane)

    def _grade_in(self, lane: int, submission: Submission) -> dict[str, Any]:
        folder = Path(tempfile.mkdtemp(dir=self._base))
        folder.chmod(0o711)
        setup = self._setup
        uid = setup.uids[lane] if setup.uids else None
        zygote_end, grader_end = Channel.pair()
        clean, cleaned = os.pipe()
        result, results = os.pipe()
        files = _file_of(json.dumps(submission.files).encode())
        order = {
            "name": submission.name,
            "digest": submission.digest,
            "layers": setup.layers,
            "profile": setup.profile,
            "threads": max(1, (os.cpu_count() or 1) // setup.jobs),
        }
        with self._sending:
            self._control.send({"folder": str(folder), "uid": uid}, (zygote_end.fileno(), cleaned, files))
            self._secret.send({"order": order}, (grader_end.fileno(), results))
        zygote_end.close()
        grader_end.close()
        for descriptor in (cleaned, files, results):
            os.close(descriptor)
        text = _read_all(result)
        # The grader is done: its end of the job is closed, and the zygote kills and removes what the job left.
        word = _read_all(clean)
        if word != b"clean":
            reason = word.decode(errors="replace") or "the zygote is gone"
            return {"failed": f"what the submission left could not be cleaned up ({reason})"}
        try:
            found: dict[str, Any] = json.loads(text)
        except ValueError:
            return {"failed": "the grader ended before it had a result: see the messages above"}
        return found


def _file_of(data: bytes) -> int:
    """Return a descriptor of a nameless file that holds `data`."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return os.dup(file.fileno())


def _read_all(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read()
