"""A worker's end of the two pipes to its grader: frames in, frames out, one at a time."""

from __future__ import annotations

import os
from typing import Any

from autograder import wire


class Pipes:
    """The pipes of one worker.

    Args:
        requests: The descriptor to read from.
        answers: The one to write to.
    """

    def __init__(self, requests: int, answers: int) -> None:
        self._requests = requests
        self._answers = answers

    def receive(self) -> dict[str, Any] | None:
        """Return the next message, or None when there are no more."""
        prefix = self._read(wire.PREFIX_SIZE)
        if not prefix:
            return None
        header, body = wire.parse_prefix(prefix)
        return wire.unpack(self._read(header), self._read(body))

    def send(self, message: dict[str, Any]) -> None:
        """Write a message; raise what `wire.pack` raises where it is none."""
        pieces = [memoryview(piece) for piece in wire.pack(message)]
        while pieces:  # at once: each write would wake the reader, for nothing but a part of it
            pieces = wire.rest_of(pieces, os.writev(self._answers, pieces[: wire.MOST_PIECES]))

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        view, have = memoryview(data), 0
        while have < size:
            got = os.readv(self._requests, [view[have:]])
            if not got:
                return bytearray()
            have += got
        return data
