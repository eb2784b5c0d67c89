"""Answers the grader's requests with the student's program, one at a time.

A request names what to do (`op`) and carries a nonce that the answer repeats. Answers are data; the objects that an
exercise gives (a network, a dataset) stay here and are known by number.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from autograder import wire
from autograder.kit import probes
from autograder.kit.errors import ForbiddenCall, ImportFailed, MissingName, NotBegun, Raised, StudentError
from autograder.kit.forbidden import Ban
from autograder.kit.local import LocalStudent
from autograder.training import loop  # imported before the fork: the folder is out of a worker's reach
from autograder.wire import Handle

Answer = dict[str, Any]


class Session:
    """The student's program and the objects that it has made so far.

    Args:
        folder: Where the student's files are.
        lab: The lab's public facts, as in `lab.json`.
        ban: What is forbidden in this process.
    """

    def __init__(self, folder: Path, lab: dict[str, Any], ban: Ban) -> None:
        self._folder = folder
        allowed = [{**entry, "forbids": []} for entry in lab["exercises"]]  # the ban holds for the whole process
        self._lab = {**lab, "exercises": allowed}
        self._gives = {entry["name"]: entry["gives"] for entry in lab["exercises"]}
        self._ban = ban
        self._objects: dict[int, Any] = {}
        self._operations: dict[str, Callable[[LocalStudent, Answer], Any]] = {
            "import": self._import,
            "call": self._call,
            "get": self._get,
            "method": self._method,
            "length": self._length,
            "item": self._item,
            "probe": self._probe,
            "materialise": self._materialise,
            "train": self._train,
        }

    def answer(self, request: Answer) -> Answer:
        """Return the answer to one request: `value`, or `error` with what went wrong."""
        student = LocalStudent(self._folder, self._lab, request.get("exercise", ""))
        self._ban.seen.clear()
        try:
            with self._ban.mode():
                value = self._operations[request["op"]](student, request)
        except Exception as error:
            known = error if isinstance(error, StudentError) else student.translate(error)
            answer = {"nonce": request["nonce"], "error": as_data(known)}
        else:
            answer = {"nonce": request["nonce"], "value": value}
        if self._ban.seen:  # also where the student's code caught the exception, and went on or raised another
            answer = {"nonce": request["nonce"], "error": as_data(ForbiddenCall(self._ban.seen[0]))}
        return answer

    def _import(self, student: LocalStudent, request: Answer) -> None:
        """Import one of the lab's files; its failure is the answer."""
        student.import_file(request["file"])

    def _call(self, student: LocalStudent, request: Answer) -> Any:
        function = getattr(student, request["name"])
        args, kwargs = self._here(request["args"]), self._here(request["kwargs"])
        if request["want"] == "arguments":
            return function.arguments_after(*args, **kwargs)
        if request["want"] == "operations":
            return function.operations(*args, **kwargs)
        value = function(*args, **kwargs)
        return value if self._gives[request["name"]] == "value" else self._keep(value)

    def _get(self, _: LocalStudent, request: Answer) -> Answer:
        value = getattr(self._objects[request["handle"]], request["name"])
        return {"callable": True} if callable(value) else {"value": value}

    def _method(self, _: LocalStudent, request: Answer) -> Any:
        owner = self._objects[request["handle"]]
        args, kwargs = self._here(request["args"]), self._here(request["kwargs"])
        value = (
            owner(*args, **kwargs)
            if request["name"] == "__call__"
            else getattr(owner, request["name"])(*args, **kwargs)
        )
        return Handle(request["handle"]) if value is owner else value

    def _length(self, _: LocalStudent, request: Answer) -> int:
        return len(self._objects[request["handle"]])

    def _item(self, _: LocalStudent, request: Answer) -> Any:
        return self._objects[request["handle"]][request["index"]]

    def _probe(self, _: LocalStudent, request: Answer) -> Any:
        return probes.PROBES[request["name"]](*self._here(request["args"]))

    def _materialise(self, _: LocalStudent, request: Answer) -> Any:
        return loop.materialise(self._objects[request["handle"]], request["count"])

    def _train(self, _: LocalStudent, request: Answer) -> Answer:
        torch.set_num_threads(request["threads"])
        network = self._objects[request["handle"]]
        records = loop.train(
            network,
            request["images"],
            request["labels"],
            epochs=request["epochs"],
            seed=request["seed"],
            device=request["device"],
        )
        logits = loop.logits(network, request["test_images"], device=request["device"])
        return {
            "logits": logits,
            "loss": [r.loss for r in records],
            "accuracy": [r.accuracy for r in records],
        }

    def _keep(self, value: Any) -> Handle:
        handle = Handle(len(self._objects) + 1)
        self._objects[handle.id] = value
        return handle

    def _here(self, value: Any) -> Any:
        if isinstance(value, Handle):
            return self._objects[value.id]
        if isinstance(value, (list, tuple)):
            return type(value)(self._here(entry) for entry in value)
        if isinstance(value, dict):
            return {key: self._here(entry) for key, entry in value.items()}
        return value


def as_data(error: StudentError) -> Answer:
    """Write a StudentError as data; the grader makes its own from what it allows."""
    if isinstance(error, NotBegun):
        return {"kind": "not begun", "name": error.name, "text": ""}
    if isinstance(error, ForbiddenCall):
        return {"kind": "forbidden", "name": error.call, "text": ""}
    if isinstance(error, MissingName):
        return {"kind": "missing", "name": "", "text": ""}
    if isinstance(error, ImportFailed):
        return {"kind": "import", "name": error.file, "text": str(error)}
    if isinstance(error, Raised):
        return {"kind": "raised", "name": error.kind, "text": str(error), "message": error.message}
    return {"kind": "raised", "name": type(error).__name__, "text": str(error), "message": str(error)}


def serve(session: Session, requests: int, answers: int) -> None:
    """Read requests and write answers until the requests end."""
    while True:
        prefix = _read(requests, wire.PREFIX_SIZE)
        if not prefix:
            return
        header, body = wire.parse_prefix(prefix)
        request = wire.unpack(_read(requests, header), _read(requests, body))
        answer = session.answer(request)
        try:
            pieces = wire.pack(answer)
        except Exception as error:
            text = (
                f"The answer holds {error}." if isinstance(error, wire.WireError) else "The answer could not be read."
            )
            refused = {"kind": "raised", "name": "TypeError", "text": text, "message": text}
            pieces = wire.pack({"nonce": request["nonce"], "error": refused})
        for piece in pieces:
            _write(answers, piece)


def _read(descriptor: int, size: int) -> bytearray:
    data = bytearray(size)
    view, have = memoryview(data), 0
    while have < size:
        got = os.readv(descriptor, [view[have:]])
        if not got:
            return bytearray()
        have += got
    return data


def _write(descriptor: int, piece: bytes | memoryview) -> None:
    view = memoryview(piece)
    while view.nbytes:
        view = view[os.write(descriptor, view) :]
