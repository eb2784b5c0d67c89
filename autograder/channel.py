"""Messages between our own processes: a length, JSON, and open descriptors beside it.

Only the driver, the zygote and the grader speak over a channel. A student's process never holds one; what it says
goes over pipes in the frames of `wire.py`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("<I")
_MOST_DESCRIPTORS = 8


class Channel:
    """One end of a pair; messages arrive whole and in order."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end

    @classmethod
    def pair(cls) -> tuple[Channel, Channel]:
        """Return two connected ends."""
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        return cls(one), cls(other)

    @classmethod
    def from_descriptor(cls, descriptor: int) -> Channel:
        """Take over an end that came as a descriptor."""
        return cls(socket.socket(fileno=descriptor))

    def fileno(self) -> int:
        """Return the descriptor, to wait on or to pass on."""
        return self._socket.fileno()

    def send(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
        """Send one message; raise OSError where the other end is gone."""
        data = json.dumps(message).encode()
        data = _LENGTH.pack(len(data)) + data
        if descriptors:
            sent = socket.send_fds(self._socket, [data], list(descriptors))
            data = data[sent:]
        self._socket.sendall(data)

    def receive(self) -> tuple[dict[str, Any], list[int]] | None:
        """Wait for one message and its descriptors; return None where the other end is gone."""
        try:
            head, descriptors, _, _ = socket.recv_fds(self._socket, _LENGTH.size, _MOST_DESCRIPTORS)
        except ConnectionResetError:  # it ended before it had read everything that it was sent
            return None
        head = self._rest(head, _LENGTH.size)
        body = self._rest(b"", _LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
        if not body:
            return None
        message: dict[str, Any] = json.loads(body)
        return message, descriptors

    def has_ended(self) -> bool:
        """Whether the other end is gone and has left nothing to read; returns at once."""
        try:
            return not self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def shut_down(self) -> None:
        """Tell the other end that nothing more will come, whoever else still holds this one."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close this end; the other one reads the end of the stream."""
        self._socket.close()

    def _rest(self, have: bytes, size: int) -> bytes:
        while len(have) < size:
            try:
                more = self._socket.recv(size - len(have))
            except ConnectionResetError:
                return b""
            if not more:
                return b""
            have += more
        return have
