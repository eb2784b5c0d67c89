"""The jobs of the zygote: for each submission workers that are forked, watched and ended, and folders that are removed.

A job is a channel: when the grader's end closes, whatever the job started is killed and its folders are gone before
anybody is told.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import folders, leftovers
from autograder.channel import Channel
from autograder.forking import end, start
from autograder.template import Template, TemplateError
from autograder.worker.confine import MOST_FILES
from autograder.worker.main import Place

WATCH_SECONDS = 0.1
"""How often a worker's folder is measured, where it has no disk of its own."""


@dataclass
class _Child:
    """A worker: its folder, what it may write there where nothing else limits it, and what it was forked from."""

    folder: Path
    disk_bytes: int | None
    template: Template | None
    over: bool = False


@dataclass
class _Job:
    """One submission while it is graded.

    Attributes:
        alone: Whether each of its workers has been the first process of a namespace of its own: with it the kernel ends
            whatever it has started.
    """

    channel: Channel
    done: int
    files: int
    folder: Path
    uid: int | None
    workers: dict[int, _Child] = field(default_factory=dict)
    started: int = 0
    alone: bool = True


class Jobs:
    """Forks workers for the jobs that the driver sends.

    Args:
        control: The driver's channel.
        place: What workers find.
    """

    def __init__(self, control: Channel, place: Place) -> None:
        self._control = control
        self._place = place
        self._templates: dict[tuple[str, ...], Template] = {}
        self._selector = selectors.DefaultSelector()
        self._jobs: dict[int, _Job] = {}
        self._looked = 0.0

    def prepare(self, forbidden: Sequence[Sequence[str]]) -> None:
        """Fork a template for each set of forbidden calls; to be called before there is any job.

        Workers then start in a few milliseconds. For a single submission the templates would cost what they save.
        """
        for forbids in forbidden:
            self._templates[tuple(forbids)] = Template(forbids, self._place, self._close_all)

    def _close_all(self) -> None:
        """Close, in a template, what is only for the zygote to hold."""
        self._control.close()
        for template in self._templates.values():
            template.close_here()

    def serve(self) -> None:
        """Answer the driver and the graders until the driver's channel closes; raise TemplateError where one ended."""
        self._selector.register(self._control.fileno(), selectors.EVENT_READ)
        for template in self._templates.values():
            self._selector.register(template.fileno(), selectors.EVENT_READ)
        try:
            while self._serve_those_who_ask():
                if self._until_next_look() == 0.0:
                    self._look_at_folders()
        except TemplateError:
            self._control.close()  # first of all: the driver sees by it that other processes are to be started
            raise
        finally:
            for job in list(self._jobs.values()):
                self._end_job(job)
            for template in self._templates.values():
                template.close()

    def _serve_those_who_ask(self) -> bool:
        """Answer each that asks, once; return whether the driver is still there."""
        templates = {template.fileno() for template in self._templates.values()}
        for key, _ in self._selector.select(self._until_next_look()):
            if key.fd in templates:  # unasked they say nothing: it has ended, and is noticed at once
                raise TemplateError
            if key.fd != self._control.fileno():
                self._serve_job(self._jobs[key.fd])
            elif not self._begin_job():
                return False
        return True

    def _watched(self) -> list[tuple[int, _Child]]:
        workers = [entry for job in self._jobs.values() for entry in job.workers.items()]
        return [(pid, child) for pid, child in workers if child.disk_bytes is not None and not child.over]

    def _until_next_look(self) -> float | None:
        """Return the seconds until the folders are to be measured, or None where nothing has to be."""
        return max(0.0, self._looked + WATCH_SECONDS - time.monotonic()) if self._watched() else None

    def _look_at_folders(self) -> None:
        for pid, child in self._watched():
            assert child.disk_bytes is not None
            with contextlib.suppress(FileNotFoundError):
                child.over = folders.holds_more(child.folder, child.disk_bytes, MOST_FILES)
            if child.over:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self._looked = time.monotonic()

    def _begin_job(self) -> bool:
        received = self._control.receive()
        if received is None:
            return False
        message, (channel, done, files) = received
        job = _Job(Channel.from_descriptor(channel), done, files, Path(message["folder"]), message["uid"])
        self._jobs[channel] = job
        self._selector.register(channel, selectors.EVENT_READ)
        return True

    def _serve_job(self, job: _Job) -> None:
        received = job.channel.receive()
        if received is None:
            self._end_job(job)
            return
        message, descriptors = received
        try:
            if message["op"] == "spawn":
                pid = self._spawn(job, message["spec"], descriptors)
                handle = _pidfd(pid)
                job.channel.send({"pid": pid}, (handle,) if handle is not None else ())
                if handle is not None:
                    os.close(handle)
            else:
                job.channel.send(self._reap(job, message["pid"]))
        except OSError as error:
            with contextlib.suppress(OSError):
                job.channel.send({"error": f"{type(error).__name__}: {error}"})
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _spawn(self, job: _Job, spec: dict[str, Any], descriptors: list[int]) -> int:
        job.started += 1
        folder = job.folder / str(job.started)
        folder.mkdir(mode=0o700)
        if job.uid is not None:
            os.chown(folder, job.uid, job.uid)
        spec["confinement"]["folder"] = str(folder)
        spec["confinement"]["uid"] = job.uid
        layers = spec["confinement"]["layers"]
        alone = "namespaces" in layers and os.geteuid() == 0
        job.alone = job.alone and alone
        given = (*descriptors, job.files)
        template = self._templates.get(tuple(spec["forbids"]))
        if template is not None:
            pid = template.start(spec, given, alone=alone)
        else:
            pid = start(spec, given, self._place, alone=alone)
        disk_bytes = None if "namespaces" in layers else spec["confinement"]["disk_bytes"]
        job.workers[pid] = _Child(folder, disk_bytes, template)
        return pid

    def _reap(self, job: _Job, pid: int) -> dict[str, Any]:
        """Kill a worker of the job, wait for it, remove its folder; return its wait status and why it was ended."""
        child = job.workers.pop(pid)
        status = child.template.end(pid) if child.template is not None else end(pid)
        folders.remove(child.folder)
        return {"status": status, "disk": child.over}

    def _end_job(self, job: _Job) -> None:
        self._selector.unregister(job.channel.fileno())
        del self._jobs[job.channel.fileno()]
        job.channel.close()
        os.close(job.files)
        word = b"clean"
        try:
            for pid in list(job.workers):
                self._reap(job, pid)
            if job.uid is not None and not job.alone:
                leftovers.kill_all_of(job.uid)
            folders.remove(job.folder)
        except TemplateError:  # with it the zygote ends, which the driver sees first, and the submission is graded anew
            self._control.close()
            word = b""
        except OSError as error:  # one job's leftovers must not end the others
            word = f"{type(error).__name__}: {error}".encode()
        with contextlib.suppress(OSError):
            os.write(job.done, word)
        os.close(job.done)


def _pidfd(pid: int) -> int | None:
    return os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
