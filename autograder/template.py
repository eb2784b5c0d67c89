"""A process in which a set of library calls is refused for good, and which forks the workers that may not call them.

To refuse the calls takes longer than to start a worker; it is done once, in a process that knows no secret and runs no
student code, and every worker is a fork of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from autograder.channel import Channel
from autograder.forking import end, exit_after, start
from autograder.worker import main as worker
from autograder.worker.bindings import SealError


class TemplateError(Exception):
    """A template has ended: none of its workers can be waited for."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(f"a process that workers are forked from has ended {reason}".rstrip())


class Template:
    """The zygote's end of one template.

    Args:
        forbids: What its workers may not call.
        place: What its workers find.
        close: Closes, in the fork, what only the zygote may hold.
    """

    def __init__(self, forbids: Sequence[str], place: worker.Place, close: Callable[[], None]) -> None:
        self._channel, theirs = Channel.pair()
        self._pid = os.fork()
        if self._pid == 0:
            self._channel.close()
            close()
            exit_after(lambda: _serve(theirs, forbids, place))
        theirs.close()

    def start(self, spec: dict[str, Any], descriptors: Sequence[int], *, alone: bool) -> int:
        """Fork a worker and return its number; arguments are those of `forking.start`."""
        return int(self._ask({"start": spec, "alone": alone}, tuple(descriptors))["pid"])

    def end(self, pid: int) -> int:
        """Kill a worker, wait for it and return its wait status."""
        return int(self._ask({"end": pid})["status"])

    def fileno(self) -> int:
        """Return the descriptor of its channel, on which nothing comes unasked but its end."""
        return self._channel.fileno()

    def close(self) -> None:
        """Let it end."""
        self.close_here()
        os.waitpid(self._pid, 0)

    def close_here(self) -> None:
        """Close this end of its channel, in a fork that is not to hold it."""
        self._channel.close()

    def _ask(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> dict[str, Any]:
        try:
            self._channel.send(message, descriptors)
            received = self._channel.receive()
        except OSError as error:
            raise TemplateError(f"({error})") from None
        if received is None:
            raise TemplateError
        if "error" in received[0]:
            raise OSError(received[0]["error"])
        return received[0]


def _serve(channel: Channel, forbids: Sequence[str], place: worker.Place) -> None:
    failed = ""
    try:
        place = replace(place, ban=worker.refuse(forbids))
    except SealError as error:
        failed = f"{type(error).__name__}: {error}"
    while (received := channel.receive()) is not None:
        message, descriptors = received
        try:
            if failed:
                answer: dict[str, Any] = {"error": failed}
            elif "start" in message:
                pid = start(message["start"], descriptors, place, alone=message["alone"])
                answer = {"pid": pid}
            else:
                answer = {"status": end(message["end"])}
        except OSError as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        channel.send(answer)
