"""The clean ancestor: imports torch once, knows no secret, runs no student code, and forks everything else.

It forks the graders' ancestor first, which then loads tests and references on its own, and after that a worker
whenever a grader asks for one. A job (one submission's grading) is a channel: when the grader's end closes, whatever
the job started is killed and its folders are gone before anybody is told.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import folders, leftovers
from autograder.channel import Channel
from autograder.worker import library, namespaces, syscalls
from autograder.worker.confine import MOST_FILES

PR_SET_CHILD_SUBREAPER = 36
WATCH_SECONDS = 0.1
"""How often a worker's folder is measured, where it has no disk of its own."""


@dataclass
class _Child:
    """A worker: its folder, and what it may write there where nothing else limits it."""

    folder: Path
    disk_bytes: int | None
    over: bool = False


@dataclass
class _Job:
    """One submission while it is graded."""

    channel: Channel
    done: int
    files: int
    folder: Path
    uid: int | None
    workers: dict[int, _Child] = field(default_factory=dict)
    started: int = 0


def main(control: int, secret: int) -> None:
    """Import torch, fork the graders' ancestor, then serve jobs until the driver's channel closes.

    Args:
        control: The descriptor of the driver's channel to the zygote.
        secret: That of the channel to the graders' ancestor; this process never reads from it.
    """
    os.umask(0o077)
    _adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which then closes its channel
    import torch  # noqa: PLC0415 - the one import that takes seconds, once

    torch.set_num_threads(1)  # a pool of threads does not survive a fork: a child that used it would wait for ever
    torch.randn(2)  # torch reads /proc/cpuinfo at its first operation; a worker could not
    from autograder.worker import main as worker  # noqa: F401, PLC0415 - the workers' code, loaded before they fork

    channel = Channel.from_descriptor(control)
    setup = channel.receive()
    if setup is None:
        return
    if setup[0]["figures"]:
        import matplotlib.pyplot  # noqa: F401, ICN001, PLC0415 - half a second, and a list of fonts that a worker could not read
    if setup[0]["warm"]:
        _meet_late_imports()
        gc.collect()
    library.prepare()
    gc.freeze()  # the collector would touch, and so copy, every page that the forks share
    graders = os.fork()
    if graders == 0:
        channel.close()
        from autograder.grader import ancestor  # noqa: PLC0415 - the secrets' side; never imported in this process

        _exit_after(lambda: ancestor.main(Channel.from_descriptor(secret)))
    os.close(secret)
    _exit_after(lambda: _serve(channel, graders))


def _serve(channel: Channel, graders: int) -> None:
    try:
        Zygote(channel).serve()
    finally:
        channel.close()  # a job that was sent and not yet read would keep its grader waiting, and that one this process
        os.kill(graders, signal.SIGTERM)
        os.waitpid(graders, 0)


def _meet_late_imports() -> None:
    """Load what torch loads when it is first needed; a fork that met it first would pay again and again."""
    import torch  # noqa: PLC0415 - loaded by now

    torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))])


class Zygote:
    """Forks workers for the jobs it is given.

    Args:
        control: The driver's channel.
    """

    def __init__(self, control: Channel) -> None:
        self._control = control
        self._selector = selectors.DefaultSelector()
        self._jobs: dict[int, _Job] = {}
        self._looked = 0.0

    def serve(self) -> None:
        """Answer the driver and the graders until the driver's channel closes."""
        self._selector.register(self._control.fileno(), selectors.EVENT_READ)
        try:
            while True:
                for key, _ in self._selector.select(self._until_next_look()):
                    if key.fd != self._control.fileno():
                        self._serve_job(self._jobs[key.fd])
                    elif not self._begin_job():
                        return
                if self._until_next_look() == 0.0:
                    self._look_at_folders()
        finally:
            for job in list(self._jobs.values()):
                self._end_job(job)

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
        from autograder.worker import main as worker  # noqa: PLC0415 - loaded by now

        job.started += 1
        folder = job.folder / str(job.started)
        folder.mkdir(mode=0o700)
        if job.uid is not None:
            os.chown(folder, job.uid, job.uid)
        spec["confinement"]["folder"] = str(folder)
        spec["confinement"]["uid"] = job.uid
        requests, answers, output = descriptors
        files = job.files
        layers = spec["confinement"]["layers"]
        alone = "namespaces" in layers and os.geteuid() == 0
        with namespaces.of_processes() if alone else contextlib.nullcontext():
            pid = os.fork()
            if pid == 0:
                _exit_after(lambda: worker.run(spec, requests, answers, output, files))
        job.workers[pid] = _Child(folder, None if "namespaces" in layers else spec["confinement"]["disk_bytes"])
        return pid

    def _reap(self, job: _Job, pid: int) -> dict[str, Any]:
        """Kill a worker of the job, wait for it, remove its folder; return its wait status and why it was ended."""
        child = job.workers.pop(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
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
            if job.uid is not None:
                leftovers.kill_all_of(job.uid)
            folders.remove(job.folder)
        except OSError as error:  # one job's leftovers must not end the others
            word = f"{type(error).__name__}: {error}".encode()
        with contextlib.suppress(OSError):
            os.write(job.done, word)
        os.close(job.done)


def _adopt_orphans() -> None:
    """Become the parent of what a worker's processes leave behind, so that it can be waited for."""
    if sys.platform == "linux":
        syscalls.prctl(PR_SET_CHILD_SUBREAPER, 1)


def _pidfd(pid: int) -> int | None:
    return os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None


def _exit_after(action: Any) -> None:
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


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
