"""Looks at a student's network or call from beside it: layers, parameters, operations.

Every probe runs in the process that holds the student's object; what it returns is a claim of that process. A
test that must not be fooled also compares computed values (`load_weights`, then the network's outputs).
"""

from __future__ import annotations

import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import nn
from torch.nn.parameter import is_lazy
from torch.utils._python_dispatch import TorchDispatchMode

from .compare import show
from .errors import WrongAnswer
from .figure import panels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Call(NamedTuple):
    """One call of a network that is watched.

    Attributes:
        training: Whether it was in train mode.
        gradient: Whether gradients were recorded.
        size: The length of its first argument: the batch's size.
    """

    training: bool
    gradient: bool
    size: int


class Layer(NamedTuple):
    """One leaf module at work: its class, its output's shape without the batch axis, its parameters."""

    kind: str
    shape: tuple[int, ...]
    parameters: int


def layers(network: nn.Module, input_shape: Sequence[int]) -> list[Layer]:
    """Return the leaf modules in the order they run on one input of shape (1, *input_shape), in eval mode.

    Functional calls (`F.relu`) do not show: a test may rely on the layers that have parameters only.
    Every module's mode, training or not, is as before afterwards.
    """
    _network(network)
    seen: list[Layer] = []

    def record(module: nn.Module, _: object, output: object) -> None:
        if isinstance(output, torch.Tensor):
            count = sum(p.numel() for p in module.parameters())
            seen.append(Layer(type(module).__name__, tuple(output.shape[1:]), count))

    leaves = [module for module in network.modules() if not list(module.children())]
    hooks = [module.register_forward_hook(record) for module in leaves]
    try:
        _run(network, input_shape)
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def parameters(network: nn.Module) -> list[torch.Tensor]:
    """Return copies of the network's parameters, in its own order."""
    return [p.detach().clone() for p in _network(network).parameters()]


def load_weights(
    network: nn.Module,
    weights: Sequence[torch.Tensor],
    in_order: bool = False,
    input_shape: Sequence[int] | None = None,
) -> str | None:
    """Copy `weights` into the network's parameters; return what does not fit, or None.

    They are matched by shape, which leaves a student free to name and order the layers, where no two weights have the
    same shape; or one by one, where an exercise says in which order the layers stand.

    A network that does not have parameters of these shapes yet is run once, as in `layers`, where `input_shape` is
    given: a lazy layer makes its parameters then.
    """
    wanted = [tuple(weight.shape) for weight in weights]
    own, shapes = _shapes(network)
    if input_shape is not None and sorted(shapes) != sorted(wanted):
        _run(network, input_shape)
        own, shapes = _shapes(network)
    if sorted(shapes) != sorted(wanted):
        lacking, extra = sorted(Counter(wanted) - Counter(shapes)), sorted(Counter(shapes) - Counter(wanted))
        parts = [f"no parameter of shape {', '.join(map(str, lacking))}"] if lacking else []
        parts += [f"not expected: {', '.join(map(str, extra))}"] if extra else []
        return f"the network's parameters do not have the expected shapes: {'; '.join(parts)}"
    if in_order and shapes != wanted:
        place = next(i for i, pair in enumerate(zip(shapes, wanted, strict=True)) if pair[0] != pair[1])
        return (
            f"the network's parameters are not in the expected order: the shape of number {place} is {shapes[place]}, "
            f"expected {wanted[place]}"
        )
    by_shape = dict(zip(wanted, weights, strict=True))
    with torch.no_grad():
        for place, parameter in enumerate(own):
            parameter.copy_(weights[place] if in_order else by_shape[shapes[place]])
    return None


def _shapes(network: nn.Module) -> tuple[list[nn.Parameter], list[tuple[int, ...]]]:
    """Return the parameters, but for those that a lazy layer has yet to make, with their shapes."""
    own = [parameter for parameter in _network(network).parameters() if not is_lazy(parameter)]
    return own, [tuple(parameter.shape) for parameter in own]


def _run(network: nn.Module, input_shape: Sequence[int]) -> None:
    """Run the network on one input of zeros in eval mode; every module's mode is as before afterwards."""
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        with torch.no_grad():
            network(torch.zeros(1, *input_shape))
    finally:
        for module, training in modes:
            module.training = training


def watch(network: nn.Module) -> None:
    """Note every call of the network from now on."""
    seen = _WATCHED[_network(network)] = []

    def note(module: nn.Module, inputs: tuple[Any, ...]) -> None:
        batch = inputs[0] if inputs else None
        size = len(batch) if isinstance(batch, torch.Tensor) and batch.dim() else 0
        seen.append(Call(module.training, torch.is_grad_enabled(), size))

    network.register_forward_pre_hook(note)


def calls(network: nn.Module) -> list[Call]:
    """Return the calls of the network since it is watched."""
    return list(_WATCHED[_network(network)])


_WATCHED: weakref.WeakKeyDictionary[nn.Module, list[Call]] = weakref.WeakKeyDictionary()


def _network(value: Any) -> nn.Module:
    if not isinstance(value, nn.Module):
        hint = ": does every path return its result?" if value is None else ""
        raise WrongAnswer(f"yours is {show(value)}, expected a network (an nn.Module){hint}")
    return value


PROBES: dict[str, Callable[..., Any]] = {
    "layers": layers,
    "parameters": parameters,
    "load_weights": load_weights,
    "watch": watch,
    "calls": calls,
    "figure": panels,
}
"""The probes by name, as a request from the grader names them."""


class _Counter(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch has no annotation here
        self.count = 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # to skip the compiler, torch would import all of it: a second for nothing

    def __torch_dispatch__(self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.count += 1
        return func(*args, **(kwargs or {}))


def count_operations(call: Callable[[], Any]) -> tuple[Any, int]:
    """Run `call` and return its value with the number of tensor operations that torch dispatched for it.

    Operations inside one operator (a matrix product) count as one; plain Python arithmetic counts none.
    """
    with _Counter() as counter:
        value = call()
    return value, counter.count
