"""Answers the grader's requests with the student's program, one at a time.

A request names what to do (`op`) and carries a nonce that the answer repeats. Answers are data; the objects that an
exercise gives (a network, a dataset) stay here and are known by number.
"""

from __future__ import annotations

import functools
import itertools
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
from autograder.training import items, loop  # imported before the fork: the folder is out of a worker's reach
from autograder.training.captured import NotCapturedError
from autograder.training.steps import TrainingError
from autograder.wire import Handle
from autograder.worker.pipes import Pipes
from autograder.worker_spec import NO_CONNECTION

Answer = dict[str, Any]


class Session:
    """The student's program and the objects that it has made so far.

    Args:
        folder: Where the student's files are.
        lab: The lab's public facts, as in `lab.json`.
        ban: What is forbidden in this process.
        shared: Whether a refusal between two answers, in a thread that goes on, belongs to the second one: nothing that
            this process refuses may go unnoticed.
    """

    def __init__(self, folder: Path, lab: dict[str, Any], ban: Ban, *, shared: bool = False) -> None:
        self._folder = folder
        allowed = [{**entry, "forbids": []} for entry in lab["exercises"]]  # the ban holds for the whole process
        self._lab = {**lab, "exercises": allowed}
        self._gives = {entry["name"]: entry["gives"] for entry in lab["exercises"]}
        self._gives |= dict.fromkeys(lab["given"], "object")
        self._ban = ban
        self._shared = shared
        self._students: dict[str, LocalStudent] = {}
        self._objects: dict[int, Any] = {}
        self._numbers = itertools.count(1)
        self._operations: dict[str, Callable[[LocalStudent, Answer], Any]] = {
            "import": self._import,
            "call": self._call,
            "torch": self._torch,
            "get": self._get,
            "method": self._method,
            "length": self._length,
            "item": self._item,
            "probe": self._probe,
            "forward": self._forward,
            "backward": self._backward,
            "iterate": self._iterate,
            "next": self._next,
            "materialise": self._materialise,
            "train": self._train,
        }

    def answer(self, request: Answer) -> Answer:
        """Return the answer to one request: `value`, or `error` with what went wrong."""
        if request.get("forget"):  # the test that asked for them is over, and their memory serves the next ones
            self._objects.clear()
        if not self._shared:
            self._ban.seen.clear()
        return self.answer_within(request)

    def answer_within(self, request: Answer) -> Answer:
        """Return the answer to a request that comes while another one is being answered."""
        student = self._student_of(request.get("exercise", ""))
        try:
            with self._ban.mode():
                value = self._operations[request["op"]](student, request)
        except BaseException as error:  # KeyboardInterrupt and its like are the student's own here
            known = error if isinstance(error, StudentError) else student.translate(error)
            answer = {"nonce": request["nonce"], "error": as_data(known)}
        else:
            answer = {"nonce": request["nonce"], "value": value}
        if self._ban.seen:  # also where the student's code caught the exception, and went on or raised another
            answer = {"nonce": request["nonce"], "error": as_data(ForbiddenCall(self._ban.seen[0]))}
        return answer

    def _student_of(self, exercise: str) -> LocalStudent:
        if exercise not in self._students:
            self._students[exercise] = LocalStudent(self._folder, self._lab, exercise, copies=False)
        return self._students[exercise]

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
        return value if self._gives[request["name"]] == "value" else self.keep(value)

    def _torch(self, _: LocalStudent, request: Answer) -> Handle:
        maker: Any = functools.reduce(getattr, request["path"], torch)
        return self.keep(maker(*self._here(request["args"]), **self._here(request["kwargs"])))

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
        if request["name"] == "parameters":
            return self.keep(list(value))
        return Handle(request["handle"]) if value is owner else value

    def _length(self, _: LocalStudent, request: Answer) -> int:
        return len(self._objects[request["handle"]])

    def _item(self, _: LocalStudent, request: Answer) -> Any:
        return self._objects[request["handle"]][request["index"]]

    def _probe(self, _: LocalStudent, request: Answer) -> Any:
        return probes.PROBES[request["name"]](*self._here(request["args"]))

    def _forward(self, _: LocalStudent, request: Answer) -> Answer:
        """Call an object for a reference that is lent, and keep the graph that a gradient will go back through."""
        args = list(self._here(request["args"]))
        wanted = [i for i, wants in enumerate(request["wants"]) if wants]
        for i in wanted:
            args[i] = args[i].detach().requires_grad_()
        with torch.set_grad_enabled(request["gradient"]):
            out = self._objects[request["handle"]](*args, **self._here(request["kwargs"]))
        if not isinstance(out, torch.Tensor):
            return {"out": out, "graph": None}
        graph = self.keep((out, args, wanted)).id if out.requires_grad else None
        return {"out": out.detach(), "graph": graph}

    def _backward(self, _: LocalStudent, request: Answer) -> list[Any]:
        out, args, wanted = self._objects.pop(request["graph"])
        torch.autograd.backward(out, request["gradient"])
        return [args[i].grad if i in wanted else None for i in range(len(args))]

    def _iterate(self, _: LocalStudent, request: Answer) -> Handle:
        return self.keep(iter(self._objects[request["handle"]]))

    def _next(self, _: LocalStudent, request: Answer) -> Answer:
        try:
            return {"item": next(self._objects[request["handle"]])}
        except StopIteration:
            return {"end": True}

    def _materialise(self, _: LocalStudent, request: Answer) -> Any:
        return items.materialise(self._objects[request["handle"]], request["count"])

    def _train(self, _: LocalStudent, request: Answer) -> Answer:
        torch.set_num_threads(request["threads"])
        network = self._objects[request["handle"]]
        names = ("images", "labels", "epochs", "seed", "device", "test_images", "capture")
        try:
            records = loop.train(network, **{name: request[name] for name in names})
        except loop.LossNotFiniteError as error:
            place = {"epoch": error.epoch, "batch": error.batch, "batches": error.batches}
            return {"stopped": {"reason": "loss", "value": error.value, **place}}
        except NotCapturedError:
            return {"stopped": {"reason": "capture"}}
        except TrainingError as error:
            return {"stopped": {"reason": "network", "text": str(error)}}
        except (MemoryError, RuntimeError) as error:
            if not loop.is_out_of_memory(error):
                raise
            return {"stopped": {"reason": "memory"}}
        return {"epochs": [record._asdict() for record in records], "captured": request["capture"]}

    def keep(self, value: Any) -> Handle:
        """Give an object its number."""
        handle = Handle(next(self._numbers))
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
        return {"kind": "missing", "name": error.name, "text": ""}
    if isinstance(error, ImportFailed):
        return {"kind": "import", "name": error.file, "text": str(error)}
    if isinstance(error, Raised):
        return {"kind": "raised", "name": error.kind, "text": str(error), "message": error.message}
    return {"kind": "raised", "name": type(error).__name__, "text": str(error), "message": str(error)}


def serve(session: Session, pipes: Pipes) -> None:
    """Read requests and write answers until the requests end; end the process where it has lost its descriptors."""
    while True:
        try:
            request = pipes.receive()
        except (OSError, wire.WireError):
            os._exit(NO_CONNECTION)
        if request is None:
            return
        answer = session.answer(request)
        try:
            write(pipes, request, answer)
        except OSError:
            os._exit(NO_CONNECTION)


def write(pipes: Pipes, request: Answer, answer: Answer) -> None:
    """Write the answer to a request; that it cannot be written is the answer then."""
    try:
        pipes.send(answer)
    except Exception as error:
        text = f"The answer holds {error}." if isinstance(error, wire.WireError) else "The answer could not be read."
        refused = {"kind": "raised", "name": "TypeError", "text": text, "message": text}
        pipes.send({"nonce": request["nonce"], "error": refused})
