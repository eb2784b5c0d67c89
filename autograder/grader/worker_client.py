"""The grader's end of one worker: starts it, asks it, stops it, and believes nothing it says.

A worker may stop, flood, drip, answer twice or never. Every exchange has one deadline for all of it, and one loop
that writes the request, reads the answer and drains what the student prints.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
from collections.abc import Sequence
from typing import Any

from autograder import wire
from autograder.channel import Channel
from autograder.grader.allowance import WATCH_SECONDS, Allowance
from autograder.grader.lender import Lender
from autograder.kit.errors import Died, Raised, TimedOut
from autograder.worker_spec import NO_CONNECTION

WALL_FACTOR = 3.0
"""Wall-clock time allowed for a call, as a multiple of its processor time: other work shares the machine."""

CALL_LIMITS = wire.Limits(body_bytes=1 << 27)
"""How large the answer to one call may be; a training run's holds a whole data set."""

DESCRIPTORS = (
    "While it is graded, a program answers through file descriptors that it did not open itself. "
    "Does it write to one of these, close it or replace it (`os.write`, `os.close`, `os.closerange`, `os.dup2`)?"
)
LOST_CONNECTION = "it closed a file descriptor that it had not opened: does it call `os.close` or `os.closerange`?"

START_SECONDS = 30.0
_CHUNK = 1 << 20


class StartError(Exception):
    """No worker could be started or confined: an error of the machine, not of the student."""


class Output:
    """What a submission prints, up to a limit; the rest is read and dropped."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        self.dropped = 0

    def add(self, data: bytes) -> None:
        """Keep what still fits."""
        room = max(0, self._limit - len(self._kept))
        self._kept += data[:room]
        self.dropped += max(0, len(data) - room)

    def text(self) -> str:
        """Return what was kept, and how much was not."""
        text = self._kept.decode("utf-8", errors="replace")
        return f"{text}\n... {self.dropped} more bytes were not kept" if self.dropped else text


class Worker:
    """One confined process with the student's program in it.

    It gets ready on its own while the caller goes on; the first question waits for it.

    Args:
        job: The channel to the zygote for this submission.
        spec: What `worker.main.run` takes.
        output: Takes what the student prints.
        limits: How large its answers may be.

    Attributes:
        tests: How many tests had begun when it was last asked: it may forget the objects of those that are over.
    """

    def __init__(self, job: Channel, spec: dict[str, Any], output: Output, limits: wire.Limits = CALL_LIMITS) -> None:
        self._job = job
        self._confinement = spec["confinement"]
        self.shared: bool = spec["shared"]
        self._output = output
        self._limits = limits
        self._nonce = int.from_bytes(os.urandom(6), "little")
        theirs_in, self._requests = os.pipe()
        self._answers, theirs_out = os.pipe()
        self._printed, theirs_print = os.pipe()
        for descriptor in (self._requests, self._answers, self._printed):
            os.set_blocking(descriptor, False)
        for descriptor in (self._requests, self._answers):
            _widen(descriptor)
        answer, handles = self._tell({"op": "spawn", "spec": spec}, (theirs_in, theirs_out, theirs_print))
        for descriptor in (theirs_in, theirs_out, theirs_print):
            os.close(descriptor)
        if "pid" not in answer:
            raise StartError(str(answer.get("error")))
        self.pid: int = answer["pid"]
        self._handle = handles[0] if handles else None
        self.alive = True
        self.lender: Lender | None = None
        self.layers: list[str] = []
        self.asked = False
        self.tests = 0

    def is_spoilt(self) -> bool:
        """Whether it has ended, or said something unasked: of no use for the next question."""
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        return bool(self.layers and poll.poll(0))

    def wait_until_ready(self) -> None:
        """Wait until the process is confined and `layers` says by what; raise StartError where it is not."""
        if self.layers:
            return
        try:
            hello = self._exchange((), self._allowance(START_SECONDS * 4, START_SECONDS))
        except (Died, TimedOut, Raised) as error:
            raise StartError(f"a worker did not start: {error}") from None
        if "layers" not in hello:
            raise StartError(str(hello.get("error")))
        self.layers = hello["layers"]

    def ask(self, request: dict[str, Any], processor_seconds: float, wall_seconds: float) -> dict[str, Any]:
        """Send a request and return its answer; a worker that fails to give one is killed.

        Raises:
            TimedOut: The processor or the wall-clock time was used up.
            Died: The process ended.
            Raised: What came back is no answer.
        """
        self.wait_until_ready()
        self.asked = True
        return self._asked(request, self._allowance(processor_seconds, wall_seconds), self.lender)

    def _asked(self, request: dict[str, Any], allowance: Allowance, lender: Lender | None) -> dict[str, Any]:
        self._nonce += 1
        nonce = self._nonce
        answer = self._exchange(wire.pack({**request, "nonce": nonce}, keep_strides=True), allowance)
        while lender is not None and "lend" in answer:
            answer = self._exchange(wire.pack(self._borrowed(answer, allowance, lender)), allowance)
        found = answer.get("nonce")
        if type(found) is not int or found != nonce:
            self.kill()
            raise Raised(f"The program's answer was not one to the question.\n{DESCRIPTORS}", "WireError")
        return answer

    def _borrowed(self, request: dict[str, Any], allowance: Allowance, lender: Lender) -> dict[str, Any]:
        try:
            return lender.answer(request, lambda asked: self._asked(asked, allowance, None), allowance.deadline)
        except TimeoutError:
            self.kill()
            raise allowance.timed_out(waiting=False) from None

    def _allowance(self, processor_seconds: float, wall_seconds: float) -> Allowance:
        return Allowance(self.pid, self._confinement["threads"], processor_seconds, wall_seconds)

    def kill(self) -> int:
        """Kill the process, wait until it is gone and its folder too; return its wait status."""
        return int(self._ended().get("status", 0))

    def _ended(self) -> dict[str, Any]:
        """Kill the process and return what the zygote says of its end."""
        if not self.alive:
            return {}
        self.alive = False
        if self.lender is not None:
            self.lender.close()
        if self._handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
        answer, _ = self._tell({"op": "reap", "pid": self.pid})
        self._drain()
        for descriptor in (self._requests, self._answers, self._printed):
            os.close(descriptor)
        return answer

    def _tell(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> tuple[dict[str, Any], list[int]]:
        """Ask the zygote something; where it is gone, so is this grading."""
        try:
            self._job.send(message, descriptors)
            received = self._job.receive()
        except OSError as error:
            raise StartError(f"the zygote is gone ({error})") from None
        if received is None:
            raise StartError("the zygote is gone")
        return received

    def _exchange(self, pieces: Sequence[bytes | memoryview], allowance: Allowance) -> dict[str, Any]:
        unsent = [memoryview(piece).cast("B") for piece in pieces]
        reader = wire.FrameReader(self._limits)
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        poll.register(self._printed, select.POLLIN)
        if unsent and self._write(unsent):
            poll.register(self._requests, select.POLLOUT)
        while True:
            for descriptor, _ in poll.poll(1000 * min(max(allowance.left(), 0.002), WATCH_SECONDS)):
                if descriptor == self._printed:
                    if not self._read_output():
                        poll.unregister(self._printed)
                elif descriptor == self._requests:
                    if not self._write(unsent):
                        poll.unregister(self._requests)
                elif (frame := self._read_answer(reader)) is not None:
                    return frame
            if (failed := allowance.passed()) is not None:
                self.kill()
                raise failed

    def _read_answer(self, reader: wire.FrameReader) -> dict[str, Any] | None:
        try:
            data = os.read(self._answers, min(_CHUNK, reader.needed()))
            if not data:
                by_itself = self._has_ended()
                end = self._ended()
                raise Died(_ending(end, self._confinement) if by_itself else LOST_CONNECTION)
            reader.feed(data)
            return reader.frame()
        except wire.WireError as error:
            self.kill()
            raise Raised(f"The program's answer could not be read: {error}.\n{DESCRIPTORS}", "WireError") from None

    def _has_ended(self) -> bool:
        """Whether the process has ended by itself; its connection closes a moment before."""
        if self._handle is None:
            return True
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(500))

    def _write(self, unsent: list[memoryview]) -> bool:
        """Write what the pipe takes, and take it off the list; return whether anything is left."""
        try:
            while unsent:
                unsent[:] = wire.rest_of(unsent, os.writev(self._requests, unsent[: wire.MOST_PIECES]))
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False  # the answers' end says how it died
        return False

    def _read_output(self) -> bool:
        try:
            data = os.read(self._printed, _CHUNK)
        except BlockingIOError:
            return True
        self._output.add(data)
        return bool(data)

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._printed, _CHUNK):
                self._output.add(data)


def _widen(pipe: int) -> None:
    """Let a pipe hold a mebibyte: a network's parameters then cross it in three steps instead of fifty."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # beyond what this user may have in all
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _ending(end: dict[str, Any], confinement: dict[str, Any]) -> str:
    if end.get("disk"):
        return f"it wrote more than {confinement['disk_bytes'] >> 20} MiB, or too many files"
    status = int(end.get("status", 0))
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGKILL:
            return "it was killed, as happens when memory runs out"
        name = signal.Signals(number).name if number in _NAMED else f"signal {number}"
        why = ": a crash in compiled code, or a recursion without end" if number in _CRASHES else ""
        return f"it was stopped by {name}{why}"
    if os.WEXITSTATUS(status) == NO_CONNECTION:
        return LOST_CONNECTION
    return "it left by itself, as `exit()` or `os._exit()` does"


_CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
_NAMED = {int(number) for number in signal.Signals}
