"""The student's objects, for a reference that is lent: they stay in their worker and are asked for what they do.

A network that is called under autograd is differentiated there: `loss.backward()` here runs the gradient through the
worker, where it reaches the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

from autograder.wire import Handle

Ask = Callable[[dict[str, Any]], Any]
"""Asks the worker something about an object and returns the value; raises TheirError."""


class TheirError(Exception):
    """The student's object raised; `kind` names a builtin exception.

    Args:
        data: The error as the worker tells it.
    """

    def __init__(self, data: Any) -> None:
        told = data if isinstance(data, dict) else {}
        kind, text = told.get("name"), told.get("message")
        self.kind = kind if type(kind) is str else "RuntimeError"
        super().__init__(text if type(text) is str else "")


class TheirObject:
    """One object in a worker.

    Args:
        handle: Its number there.
        ask: Asks the worker.
    """

    def __init__(self, handle: Handle, ask: Ask) -> None:
        self._handle = handle
        self._ask = ask

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there; under autograd, so that the result can be differentiated here."""
        if not torch.is_grad_enabled():
            return self.forward(args, kwargs, [], gradient=False)["out"]
        start = torch.zeros((), requires_grad=True)  # without it the result would have no gradient to pass on
        return _Call.apply(self, kwargs, start, *args)  # type: ignore[no-untyped-call]  # torch has no annotation here

    def forward(self, args: Any, kwargs: dict[str, Any], wants: list[bool], *, gradient: bool) -> dict[str, Any]:
        """Call the object; `wants` says which arguments' gradients will be asked for."""
        plain = [arg.detach() if isinstance(arg, torch.Tensor) else arg for arg in args]
        request = {"op": "forward", "args": there(plain), "kwargs": there(kwargs), "wants": wants}
        found = self._request({**request, "gradient": gradient})
        if not isinstance(found, dict) or "out" not in found:
            raise TheirError(None)
        return {**found, "out": here(found["out"], self._ask)}

    def backward(self, graph: Any, gradient: torch.Tensor) -> list[Any]:
        """Run a gradient backwards through an earlier call; return those of its arguments."""
        found = self._request({"op": "backward", "graph": graph, "gradient": gradient.contiguous()})
        return found if isinstance(found, list) else []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._request({"op": "get", "name": name})
        if isinstance(found, dict) and "value" in found:
            return found["value"]

        def method(*args: Any, **kwargs: Any) -> Any:
            request = {"op": "method", "name": name, "args": there(list(args)), "kwargs": there(kwargs)}
            return here(self._request(request), self._ask)

        return method

    def __iter__(self) -> Iterator[Any]:
        items = TheirObject(self._request({"op": "iterate"}), self._ask)
        while isinstance(found := items._request({"op": "next"}), dict) and "item" in found:
            yield here(found["item"], self._ask)

    def __len__(self) -> int:
        return int(self._request({"op": "length"}))

    def __getitem__(self, index: int) -> Any:
        return here(self._request({"op": "item", "index": index}), self._ask)

    def _request(self, request: dict[str, Any]) -> Any:
        return self._ask({**request, "handle": self._handle.id})


class _Call(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, theirs: TheirObject, kwargs: dict[str, Any], _: torch.Tensor, *args: Any) -> Any:
        found = theirs.forward(args, kwargs, list(ctx.needs_input_grad[3:]), gradient=True)
        ctx.theirs, ctx.graph, ctx.count = theirs, found.get("graph"), len(args)
        return found["out"]

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> Any:
        grads = ctx.theirs.backward(ctx.graph, gradient) if ctx.graph is not None else []
        return (None, None, None, *grads[: ctx.count], *[None] * (ctx.count - len(grads)))


def here(value: Any, ask: Ask) -> Any:
    """Return what a worker sent, its objects as stand-ins."""
    if isinstance(value, Handle):
        return TheirObject(value, ask)
    if isinstance(value, (list, tuple)):
        return type(value)(here(entry, ask) for entry in value)
    if isinstance(value, dict):
        return {key: here(entry, ask) for key, entry in value.items()}
    return value


def there(value: Any) -> Any:
    """Return what is sent to a worker, the stand-ins as their numbers."""
    if isinstance(value, TheirObject):
        return value._handle  # noqa: SLF001 - one unit
    if isinstance(value, (list, tuple)):
        return type(value)(map(there, value))
    if isinstance(value, dict):
        return {key: there(entry) for key, entry in value.items()}
    return value
