"""Library calls that an exercise rules out, caught as they happen, by whatever name they are reached.

A name in Python can be reached by a hundred roads, an operator in torch's dispatcher by one. So the operators'
kernels are replaced by ones that raise, for the processor and accelerator keys under which they would run.
"""

from __future__ import annotations

import functools
import importlib.abc
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import FunctionType
from typing import Any, NoReturn

import numpy as np
import torch

from .errors import ForbiddenCall

_OPERATORS = {
    "convolution": re.compile(r"(^|_)conv(\d|_|olution|$)|convolution|^qconv"),
    "padding": re.compile(r"^_?pad($|_circular$|_enum$)|^constant_pad_nd$|^(reflection|replication)_pad"),
    "pooling": re.compile(r"(^|_)(max|avg)_(un)?pool\d?"),
    "autograd": re.compile(r"^_backward$"),
}
_MODULES = {"convolution": ("scipy.signal", "scipy.ndimage"), "pooling": ("scipy.ndimage",)}
_KEYS = (
    "CPU",
    "AutogradCPU",
    "MkldnnCPU",
    "QuantizedCPU",
    "SparseCPU",
    "NestedTensorCPU",
    "CUDA",
    "AutogradCUDA",
)
_FUNCTIONS: dict[str, dict[str, Any]] = {
    "padding": {"numpy.pad": np.pad.__wrapped__},  # type: ignore[attr-defined]
    "autograd": {
        "torch.autograd": torch.autograd.graph._engine_run_backward,  # noqa: SLF001 - every road to backward meets here
        "torch.autograd.forward_ad": torch.autograd.forward_ad.enter_dual_level,
    },
}
_NAMES = {
    "pad": "torch.nn.functional.pad",
    "constant_pad_nd": "torch.constant_pad_nd",
    "avg_pool2d": "torch.nn.functional.avg_pool2d",
    "_backward": "torch.Tensor.backward",
}


def known_calls(families: Sequence[str]) -> set[str]:
    """Return every name that a caught call of these families can have."""
    names = {_shown(base) for family in families for _, _, base in _matching(family)}
    names |= {name for family in families for name in (*_MODULES.get(family, ()), *_FUNCTIONS.get(family, ()))}
    return names


@functools.cache
def _matching(family: str) -> list[tuple[str, str, str]]:
    """Return the operators of a family: namespace, name with overload, name."""
    found = []
    for name in torch._C._dispatch_get_all_op_names():  # noqa: SLF001 - there is no public list
        namespace, _, operator = name.partition("::")
        base = operator.partition(".")[0]
        if _OPERATORS[family].search(base):
            found.append((namespace, operator, base))
    return found


def _shown(base: str) -> str:
    return _NAMES.get(base, f"torch.{base}")


class Ban:
    """Replaces the kernels of one or more families until it is removed.

    Example:
        >>> with Ban(["convolution"]):
        ...     torch.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2))
        Traceback (most recent call last):
        ForbiddenCall: `torch.conv2d` is not allowed in this exercise: write it yourself.

    Attributes:
        seen: The calls that were caught, in order, also those whose exception the student's code swallowed.
    """

    def __init__(self, families: Sequence[str]) -> None:
        self.seen: list[str] = []
        self._families = tuple(families)
        self._libraries: list[torch.library.Library] = []
        self._swapped: list[tuple[FunctionType, Any]] = []
        self._finder = _Refusing(self)

    def __enter__(self) -> Ban:
        self.install()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def install(self) -> None:
        """Replace the kernels, and the Python functions that have none."""
        for family in self._families:
            self._replace_operators(family)
            for call, function in _FUNCTIONS.get(family, {}).items():
                self._swap(function, call)
        sys.meta_path.insert(0, self._finder)

    def remove(self) -> None:
        """Put everything back."""
        for library in self._libraries:
            library._destroy()  # noqa: SLF001 - the only way back before the interpreter ends
        for function, code in self._swapped:
            function.__code__, function.__defaults__, function.__kwdefaults__ = code
        self._libraries, self._swapped = [], []
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)

    def refuses(self, module: str) -> bool:
        """Whether a module does what the exercise asks for."""
        return any(
            module == name or module.startswith(name + ".")
            for family in self._families
            for name in _MODULES.get(family, ())
        )

    def caught(self, call: str) -> NoReturn:
        """Note the call and raise."""
        self.seen.append(call)
        raise ForbiddenCall(call)

    def _replace_operators(self, family: str) -> None:
        libraries: dict[str, torch.library.Library] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a kernel is overridden is the purpose
            for namespace, operator, base in _matching(family):
                if namespace not in libraries:
                    libraries[namespace] = torch.library.Library(namespace, "IMPL")
                raising = self._raising(_shown(base))
                for key in _KEYS:
                    libraries[namespace].m.impl(operator, key, raising, False)  # noqa: FBT003 - torch's own signature
        self._libraries += libraries.values()

    def _raising(self, call: str) -> Callable[..., NoReturn]:
        def kernel(*_: object, **__: object) -> NoReturn:
            self.caught(call)

        return kernel

    def _swap(self, function: Any, call: str) -> None:
        # A name may have been imported under another; the code that it runs is one.
        self._swapped.append((function, (function.__code__, function.__defaults__, function.__kwdefaults__)))
        _RAISERS[function.__code__.co_filename, function.__name__] = lambda: self.caught(call)
        function.__code__ = _stand_in(function).__code__


_RAISERS: dict[tuple[str, str], Callable[[], NoReturn]] = {}


def _stand_in(function: FunctionType) -> FunctionType:
    source = (
        "def stand_in(*args, **kwargs):\n"
        f"    from {__name__} import _RAISERS\n"
        f"    _RAISERS[{function.__code__.co_filename!r}, {function.__name__!r}]()\n"
    )
    space: dict[str, Any] = {}
    exec(compile(source, __file__, "exec"), space)  # noqa: S102 - our own three lines
    made: FunctionType = space["stand_in"]
    return made


class _Refusing(importlib.abc.MetaPathFinder):
    """Refuses to import a module that does what the exercise asks for."""

    def __init__(self, ban: Ban) -> None:
        self._ban = ban

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if self._ban.refuses(fullname):
            self._ban.caught(fullname)
        return None
