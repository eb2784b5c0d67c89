"""The `student` fixture of the grader: names whose calls go to a worker, and the objects that stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder.kit.check import StudentFunction
from autograder.kit.compare import show
from autograder.kit.errors import Died, Raised
from autograder.wire import Handle

if TYPE_CHECKING:
    from autograder.assignment import Exercise
    from autograder.grader.session import Session
    from autograder.grader.worker_client import Worker


class RemoteStudent:
    """Attribute access gives the functions and classes that the lab asks for.

    Args:
        session: The submission's workers.
        exercise: The exercise under test.
        seconds: Processor time that one call may take.
    """

    def __init__(self, session: Session, exercise: Exercise, seconds: float) -> None:
        self._session = session
        self._exercise = exercise
        self._seconds = seconds

    @property
    def torch(self) -> RemoteTorch:
        """PyTorch in the student's process: its constructors give objects that stay there."""
        return RemoteTorch(self, ())

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_") or not (name in self._session.exercises or name in self._session.assignment.given):
            raise AttributeError(name)
        return RemoteFunction(self, name)

    def probe(self, name: str, subject: Any, *args: Any) -> Any:
        """Run a probe beside one of the student's objects."""
        if not isinstance(subject, RemoteObject):
            wanted = "a matplotlib Figure" if name == "figure" else "a network"
            raise Raised(f"expected {wanted}, yours is {type(subject).__name__}", "TypeError")
        found = subject.request({"op": "probe", "name": name, "args": [subject.handle, *args]})
        if isinstance(found, RemoteObject):
            raise Raised("The program's answer could not be read.", "WireError")
        return found

    def _ask(self, worker: Worker, request: dict[str, Any]) -> Any:
        return self._session.ask(worker, self._exercise, {**request, "exercise": self._exercise.name}, self._seconds)

    def _begin(self, name: str | None) -> Worker:
        """Return the worker in which a name's file is imported; without a name, the exercise's."""
        exercises, given = self._session.exercises, self._session.assignment.given
        file = given[name] if name in given else exercises[name].file if name else self._exercise.file
        return self._session.worker_with(self._exercise, file)

    def _object(self, worker: Worker, value: Any) -> RemoteObject:
        if not isinstance(value, Handle):
            raise Raised("The program's answer could not be read.", "WireError")
        return RemoteObject(self, worker, value)


class RemoteFunction(StudentFunction):
    """One of the student's functions or classes, in another process."""

    def __init__(self, student: RemoteStudent, name: str) -> None:
        super().__init__(name)
        self._student = student

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("value", args, kwargs)

    def arguments_after(self, *args: Any, **kwargs: Any) -> list[Any]:
        after = self._call("arguments", args, kwargs)
        if not isinstance(after, list):
            raise Raised("The program's answer could not be read.", "WireError")
        return after

    def operations(self, *args: Any, **kwargs: Any) -> tuple[Any, int]:
        counted = self._call("operations", args, kwargs)
        if not isinstance(counted, tuple) or len(counted) != 2 or type(counted[1]) is not int or counted[1] < 0:
            raise Raised("The program's answer could not be read.", "WireError")
        return counted

    def _call(self, want: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        student = self._student
        worker = student._begin(self.name)  # noqa: SLF001 - one unit
        request = {"op": "call", "name": self.name, "want": want, "args": _sent(args, worker)}
        value = student._ask(worker, {**request, "kwargs": _sent(kwargs, worker)})  # noqa: SLF001 - one unit
        return RemoteObject(student, worker, value) if isinstance(value, Handle) else value


class RemoteTorch:
    """torch by its dotted names; a call makes an object in the student's process.

    Args:
        student: Whose process it is.
        path: The names so far, such as `("nn", "Linear")`.
    """

    def __init__(self, student: RemoteStudent, path: tuple[str, ...]) -> None:
        self._student = student
        self._path = path

    def __getattr__(self, name: str) -> RemoteTorch:
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteTorch(self._student, (*self._path, name))

    def __call__(self, *args: Any, **kwargs: Any) -> RemoteObject:
        student = self._student
        worker = student._begin(None)  # noqa: SLF001 - one unit
        request = {"op": "torch", "path": list(self._path), "args": _sent(args, worker)}
        value = student._ask(worker, {**request, "kwargs": _sent(kwargs, worker)})  # noqa: SLF001 - one unit
        return student._object(worker, value)  # noqa: SLF001 - one unit


class RemoteObject:
    """A network, a data set or another object that the student's program made; it lives in the worker.

    It has the methods and attributes that the student's object has; values come back as data.
    """

    def __init__(self, student: RemoteStudent, worker: Worker, handle: Handle) -> None:
        self._student = student
        self._worker = worker
        self.handle = handle

    def handle_in(self, worker: Worker) -> Handle:
        """Return the object's number, for a request to the worker that holds it."""
        if worker is not self._worker or not worker.alive:
            raise Died("an earlier call in this test stopped it")
        return self.handle

    def request(self, message: dict[str, Any]) -> Any:
        """Ask the worker that holds the object."""
        self.handle_in(self._worker)
        value = self._student._ask(self._worker, message)  # noqa: SLF001 - one unit
        if isinstance(value, Handle):
            if value != self.handle:
                raise Raised("The program's answer could not be read.", "WireError")
            return self
        return value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self.request({"op": "get", "handle": self.handle.id, "name": name})
        if isinstance(found, dict) and "value" in found:
            value = found["value"]
            if name == "shape" and not (isinstance(value, tuple) and all(type(size) is int for size in value)):
                raise Raised(f"expected a shape, yours is {show(value)}", "TypeError")
            return value
        return lambda *args, **kwargs: self._method(name, args, kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._method("__call__", args, kwargs)

    __iter__ = None  # by its items a program could be asked for ever

    def __len__(self) -> int:
        length = self.request({"op": "length", "handle": self.handle.id})
        if type(length) is not int or length < 0:
            raise Raised(f"expected a length, yours is {show(length)}", "TypeError")
        return length

    def __getitem__(self, index: int) -> Any:
        return self.request({"op": "item", "handle": self.handle.id, "index": index})

    def _method(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        message = {
            "op": "method",
            "handle": self.handle.id,
            "name": name,
            "args": _sent(args, self._worker),
            "kwargs": _sent(kwargs, self._worker),
        }
        if name == PARAMETERS:
            return self._student._object(self._worker, self._student._ask(self._worker, message))  # noqa: SLF001
        return self.request(message)


PARAMETERS = "parameters"
"""The one method whose value stays in the worker: what an optimiser is made of."""


def _sent(value: Any, worker: Worker) -> Any:
    """Return arguments as they are sent: the objects in them as their numbers."""
    if isinstance(value, RemoteObject):
        return value.handle_in(worker)
    if type(value) in (list, tuple):
        return (
            [_sent(entry, worker) for entry in value]
            if type(value) is list
            else tuple(_sent(entry, worker) for entry in value)
        )
    if type(value) is dict:
        return {key: _sent(entry, worker) for key, entry in value.items()}
    return value
