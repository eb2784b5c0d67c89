"""Lends the reference's version of what an exercise builds on, so that one mistake costs once.

The reference never runs beside student code: a worker that calls it sends the arguments here. They may be anything, so
the call runs in a process of its own, which has a limit on memory and time and is ended when the worker is. Objects
among the arguments (a network, an optimiser) stay in the worker and are asked for what they do.
"""

from __future__ import annotations

import contextlib
import ctypes
import inspect
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from autograder import wire
from autograder.assignment import Exercise
from autograder.grader.their_objects import Ask, TheirError, here
from autograder.kit.frames import builtin_kind, raised_in
from autograder.wire import Handle

PROCESSOR_SECONDS = 600
"""What the reference may compute for one worker before the kernel ends it; each call has the worker's own deadline."""

LONGEST_TEXT = 1000
_PR_SET_PDEATHSIG = 1

Message = dict[str, Any]


@dataclass(frozen=True)
class Lent:
    """One name of the reference's that is lent.

    Attributes:
        function: What computes it.
        objects: Its arguments that may be objects of the student's. For others an object is refused: it could tell
            the student's code, step by step, what the reference does with it.
    """

    function: Callable[..., Any]
    objects: tuple[str, ...] = ()


def lendable(exercise: Exercise, exercises: dict[str, Exercise]) -> tuple[str, ...]:
    """Return what an exercise builds on of which the reference's version can be lent: functions that give values."""
    return tuple(name for name in exercise.builds_on if exercises[name].gives == "value")


ATTEMPTS = 2
"""How often a call is computed where the process ends: by these arguments, or for want of memory on the machine."""


class Lender:
    """Computes what one worker borrows.

    Args:
        names: What is lent, by name.
        memory_bytes: What the computation may allocate beyond what the process starts with.
        limits: How large an answer may be.
    """

    def __init__(self, names: dict[str, Lent], memory_bytes: int, limits: wire.Limits) -> None:
        self._names = names
        self._memory = memory_bytes
        self._limits = limits
        self._used: set[str] = set()
        self._pid = 0
        self._socket: socket.socket | None = None

    def answer(self, request: Message, ask: Callable[[Message], Message], deadline: float) -> Message:
        """Return the message for the worker: `lent` with the value, or `failed` with what the reference raised.

        Args:
            request: What the worker sent: `lend`, `args` and `kwargs`.
            ask: Asks the worker something about its objects.
            deadline: On the monotonic clock.

        Raises:
            TimeoutError: The deadline passed.
        """
        name = request.get("lend")
        if type(name) is not str or name not in self._names:
            return _failed("NameError", "this name is not lent here")
        self._used.add(name)
        args, kwargs = request.get("args"), request.get("kwargs")
        if type(args) is not list or type(kwargs) is not dict:
            return _failed("TypeError", "these are no arguments")
        try:
            for _ in range(ATTEMPTS):
                found = self._computed({"name": name, "args": args, "kwargs": kwargs}, ask, deadline)
                if found is not None:
                    return found
                self.close()
            return _failed("RuntimeError", f"the reference's `{name}` could not work with these arguments")
        except wire.WireError as error:  # it could be read, and cannot be written again
            self.close()
            return _failed("TypeError", f"`{name}` was given {error}")
        except BaseException:
            self.close()
            raise

    def _computed(self, message: Message, ask: Callable[[Message], Message], deadline: float) -> Message | None:
        """Return what the process says to a call, or None where it ended."""
        self._send(message)
        while (said := self._receive(deadline)) is not None:
            if "ask" not in said:
                return said
            found = ask(said["ask"])
            self._send({"error": found["error"]} if "error" in found else {"value": found.get("value")})
        return None

    def take_used(self) -> set[str]:
        """Return what was asked for since this was last called."""
        used, self._used = self._used, set()
        return used

    def close(self) -> None:
        """End the process."""
        if self._socket is None:
            return
        self._socket.close()
        self._socket = None
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    def _send(self, message: Message) -> None:
        if self._socket is None:
            self._start()
        assert self._socket is not None
        with contextlib.suppress(ConnectionError):  # it has died: the next answer will not come
            for piece in wire.pack(message, keep_strides=True):
                self._socket.sendall(piece)

    def _receive(self, deadline: float) -> Message | None:
        assert self._socket is not None
        reader = wire.FrameReader(self._limits)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._socket], [], [], left)[0]:
                raise TimeoutError
            try:
                data = self._socket.recv(min(reader.needed(), 1 << 18))
            except ConnectionError:  # it has died with something unread
                return None
            if not data:
                return None
            reader.feed(data)
            if (message := reader.frame()) is not None:
                return message

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                _compute(os.dup(theirs.fileno()), self._names, self._memory, self._limits)
            finally:
                os._exit(0)
        theirs.close()
        self._socket = ours


def _compute(descriptor: int, names: dict[str, Lent], memory: int, limits: wire.Limits) -> None:
    """Answer calls until the other end closes; keep no descriptor of the grader's open."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # it must not outlive a grader that is killed
    os.dup2(descriptor, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    present = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (present + memory, present + memory))
    torch.set_num_threads(1)
    grader = socket.socket(fileno=3)
    while (message := _take(grader)) is not None:
        reply = _called(names[message["name"]], message, lambda request: _asked(grader, request))
        try:
            pieces = wire.pack(reply, limits)
        except wire.WireError as error:
            pieces = wire.pack(_failed("TypeError", f"`{message['name']}` would give {error}"))
        for piece in pieces:
            grader.sendall(piece)


def _called(lent: Lent, message: Message, ask: Ask) -> Message:
    name = message["name"]
    try:
        given = inspect.signature(lent.function).bind(*message["args"], **message["kwargs"]).arguments
    except TypeError as error:
        return _failed("TypeError", f"`{name}`: {error}")
    except ValueError:  # a function in C that does not tell its arguments
        given = {"": [message["args"], message["kwargs"]]}
    for argument, value in given.items():
        if argument not in lent.objects and _holds_object(value):
            return _failed("TypeError", f"`{name}` takes a value for `{argument}`, and was given an object")
    try:
        return {"lent": lent.function(*here(message["args"], ask), **here(message["kwargs"], ask))}
    except TheirError as error:
        return _failed(error.kind, str(error))
    except Exception as error:
        return _failed(builtin_kind(error), _text_of(error, name, lent.function))


def _holds_object(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_object, value))
    if isinstance(value, dict):
        return any(map(_holds_object, value.values()))
    return isinstance(value, Handle)


def _text_of(error: Exception, name: str, function: Callable[..., Any]) -> str:
    """Return an exception's text where the reference raised it for its caller; others speak of its inside."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    folder = Path(code.co_filename).parent if code is not None else None
    ours = raised_in(error, lambda file: file if Path(file).parent == folder else None)
    return str(error) if ours is not None else f"`{name}` cannot work with these arguments"


def _asked(grader: socket.socket, request: Message) -> Any:
    for piece in wire.pack({"ask": request}):
        grader.sendall(piece)
    message = _take(grader)
    if message is None:
        raise SystemExit
    if "error" in message:
        raise TheirError(message["error"])
    return message["value"]


def _take(grader: socket.socket) -> Message | None:
    reader = wire.FrameReader(wire.DEFAULT)
    while data := grader.recv(min(reader.needed(), 1 << 18)):
        reader.feed(data)
        if (message := reader.frame()) is not None:
            return message
    return None


def _failed(kind: str, text: str) -> Message:
    return {"failed": {"kind": kind, "text": text[:LONGEST_TEXT]}}
