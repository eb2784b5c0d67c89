"""The `student` fixture of the grader: names whose calls go to a worker, and the objects that stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder.kit.check import StudentFunction
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

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_") or name not in self._session.exercises:
            raise AttributeError(name)
        return RemoteFunction(self, name)

    def probe(self, name: str, subject: Any, *args: Any) -> Any:
        """Run a probe beside one of the student's objects."""
        if not isinstance(subject, RemoteObject):
            raise Raised(f"expected a network, yours is {type(subject).__name__}", "TypeError")
        found = subject.request({"op": "probe", "name": name, "args": [subject.handle, *args]})
        if isinstance(found, RemoteObject):
            raise Raised("The program's answer could not be read.", "WireError")
        return found

    def _ask(self, worker: Worker, request: dict[str, Any]) -> Any:
        return self._session.ask(worker, self._exercise, {**request, "exercise": self._exercise.name}, self._seconds)

    def _begin(self, name: str) -> Worker:
        return self._session.worker_with(self._exercise, self._session.exercises[name].file)


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
        request = {"op": "call", "name": self.name, "want": want, "args": list(args), "kwargs": kwargs}
        value = student._ask(worker, request)  # noqa: SLF001 - one unit
        return RemoteObject(student, worker, value) if isinstance(value, Handle) else value


class RemoteObject:
    """A network, a data set or another object that the student's program made; it lives in the worker.

    It has the methods and attributes that the student's object has; values come back as data.
    """

    def __init__(self, student: RemoteStudent, worker: Worker, handle: Handle) -> None:
        self._student = student
        self._worker = worker
        self.handle = handle

    def request(self, message: dict[str, Any]) -> Any:
        """Ask the worker that holds the object."""
        if not self._worker.alive:
            raise Died("an earlier call in this test stopped it")
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
            return found["value"]
        return lambda *args, **kwargs: self._method(name, args, kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._method("__call__", args, kwargs)

    __iter__ = None  # by its items a program could be asked for ever

    def __len__(self) -> int:
        length = self.request({"op": "length", "handle": self.handle.id})
        if type(length) is not int or length < 0:
            raise Raised(f"expected a length, yours is {length!r}", "TypeError")
        return length

    def __getitem__(self, index: int) -> Any:
        return self.request({"op": "item", "handle": self.handle.id, "index": index})

    def _method(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        message = {
            "op": "method",
            "handle": self.handle.id,
            "name": name,
            "args": list(args),
            "kwargs": kwargs,
        }
        return self.request(message)
