"""The reference's version of an exercise, lent to the student's program: here it is only a way to ask for values.

Its code runs in a process of the grader's, which may in turn ask for the student's objects (a network, a loader), as
they stay here.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from autograder.wire import Handle
from autograder.worker.pipes import Pipes
from autograder.worker.serve import write

Answer = dict[str, Any]


class Lent:
    """Stands in for the names that are lent.

    Args:
        names: The names.
        files: The file of each.
        pipes: Leads to the grader.
        answer: Answers what is asked of the student's objects meanwhile.
        keep: Gives an object its number.
    """

    def __init__(
        self,
        names: list[str],
        files: dict[str, str],
        pipes: Pipes,
        answer: Callable[[Answer], Answer],
        keep: Callable[[Any], Handle],
    ) -> None:
        self._by_module: dict[str, list[str]] = {}
        for name in names:
            self._by_module.setdefault(Path(files[name]).stem, []).append(name)
        self._pipes = pipes
        self._answer = answer
        self._keep = keep

    def put_into(self, module: ModuleType) -> None:
        """Replace, in a module of the student's that has just run, what is lent, by every name it has there."""
        for name in self._by_module.get(module.__name__, []):
            own = vars(module).get(name)
            stand_in = self._stand_in(name)
            same = [key for key, value in vars(module).items() if own is not None and value is own]
            for key in {name, *same}:
                setattr(module, key, stand_in)

    def _stand_in(self, name: str) -> Callable[..., Any]:
        def lent(*args: Any, **kwargs: Any) -> Any:
            return self._ask(name, args, kwargs)

        lent.__name__ = lent.__qualname__ = name
        return lent

    def _ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self._pipes.send({"lend": name, "args": self._there(list(args)), "kwargs": self._there(kwargs)})
        while (message := self._pipes.receive()) is not None:
            if "lent" in message:
                return message["lent"]
            if "failed" in message:
                raise _exception(message["failed"]["kind"])(message["failed"]["text"])
            write(self._pipes, message, self._answer(message))
        raise SystemExit

    def _there(self, value: Any) -> Any:
        """Return arguments as they are sent: tensors without their graph, objects as their numbers."""
        if isinstance(value, torch.Tensor):
            return value.detach()
        if value is None or isinstance(value, (bool, int, float, complex, str, np.ndarray, np.generic, slice)):
            return value
        if type(value) in (list, tuple):
            return type(value)(map(self._there, value))
        if type(value) is dict and all(type(key) is str for key in value):
            return {key: self._there(entry) for key, entry in value.items()}
        return self._keep(value)


def _exception(kind: str) -> type[Exception]:
    found = getattr(builtins, kind, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError
