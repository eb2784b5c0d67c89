"""Library calls that an exercise rules out, caught as they happen, by whatever name they are reached.

A name in Python can be reached by a hundred roads, an operator in torch's dispatcher by one. So the operators'
kernels are replaced by ones that raise, for the processor and accelerator keys under which they would run. What has
no operator (`np.pad`, the engine behind `backward`) gets other code, and modules of SciPy are not imported.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.abc
import inspect
import re
import sys
import warnings
from importlib.machinery import PathFinder
from types import FunctionType
from typing import TYPE_CHECKING, Any, NoReturn, final

import numpy as np
import torch

from .errors import ForbiddenCall

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

_OPERATORS = {
    "convolution": re.compile(r"(^|_)conv(\d|_|olution|$)|convolution|^qconv"),
    "padding": re.compile(r"^_?pad($|_circular$|_enum$)|^constant_pad_nd$|^(reflection|replication)_pad"),
    "pooling": re.compile(r"(^|_)(max|avg)_(un)?pool\d?"),
    "autograd": re.compile(r"^_backward$|^_make_dual$"),
}
FAMILIES = tuple(_OPERATORS)
_MODULES = {
    "convolution": ("scipy.signal", "scipy.ndimage"),
    "pooling": ("scipy.ndimage",),
}
_KEYS = (
    "CPU",
    "AutogradCPU",
    "AutogradOther",
    "MkldnnCPU",
    "QuantizedCPU",
    "SparseCPU",
    "NestedTensorCPU",
    "CUDA",
    "AutogradCUDA",
    "CompositeImplicitAutograd",
    "CompositeExplicitAutograd",
    "CompositeExplicitAutogradNonFunctional",
)
_PAD: Any = inspect.unwrap(np.pad)
_FUNCTIONS: dict[str, dict[str, tuple[Any, ...]]] = {
    "padding": {"numpy.pad": (_PAD, _PAD.__globals__.get("_pad_simple", _PAD))},  # the second is most of the first
    "autograd": {
        "torch.autograd": (torch.autograd.graph._engine_run_backward,),  # noqa: SLF001 - all roads to backward meet here
        "torch.autograd.forward_ad": (torch.autograd.forward_ad.enter_dual_level,),
    },
}
_COPIES = ("torch._refs", "torch._decomp.decompositions")
"""Modules that write operators in terms of others; torch imports them late."""

_NAMES = {
    "pad": "torch.nn.functional.pad",
    "constant_pad_nd": "torch.constant_pad_nd",
    "avg_pool2d": "torch.nn.functional.avg_pool2d",
    "_backward": "torch.Tensor.backward",
    "_make_dual": "torch.autograd.forward_ad",
}


def known_calls(families: Sequence[str]) -> set[str]:
    """Return every name that a caught call of these families can have."""
    names = {_shown(base) for family in families for _, _, base in operators_of(family)}
    for family in families:
        names.update(_MODULES.get(family, ()), _FUNCTIONS.get(family, ()))
    return names


def is_of(family: str, base: str) -> bool:
    """Return whether a family has an operator of this name, such as `conv2d`."""
    return _OPERATORS[family].search(base) is not None


@functools.cache
def operators_of(family: str) -> list[tuple[str, str, str]]:
    """Return the operators of a family: namespace, name with overload, name."""
    found = []
    for name in torch._C._dispatch_get_all_op_names():  # noqa: SLF001 - there is no public list
        namespace, _, operator = name.partition("::")
        base = operator.partition(".")[0]
        if is_of(family, base):
            found.append((namespace, operator, base))
    return found


def _shown(base: str) -> str:
    return _NAMES.get(base, f"torch.{base}")


@final
class Ban:
    """Refuses the calls of one or more families until it is removed; bans may be nested.

    A module that was imported before the ban began stays usable.

    Args:
        families: `convolution`, `padding`, `pooling` or `autograd`.
        usual: Refuse the kernels for ordinary tensors only: what is done anew for each call must be done quickly.

    Example:
        >>> with Ban(["convolution"]):
        ...     torch.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2))
        Traceback (most recent call last):
        ForbiddenCall: `torch.conv2d` is not allowed in this exercise: write it yourself.

    Attributes:
        seen: The calls that were caught, in order, also those whose exception the student's code swallowed.
        importing: Whether a module is being imported whose functions the ban replaces right after.
    """

    def __init__(self, families: Sequence[str], *, usual: bool = False) -> None:
        self.seen: list[str] = []
        self.importing = False
        self._keys = _usual_keys() if usual else _KEYS
        self._families = tuple(families)
        self._registries: list[Any] = []
        self._replaced: list[tuple[FunctionType, CodeType]] = []
        self._known: dict[int, FunctionType] = {}
        self._sealed = False
        self._finder = _Refusing(self)

    def __enter__(self) -> Ban:
        self.install()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def install(self) -> None:
        """Refuse the calls from now on."""
        for family in self._families:
            self._replace_kernels(family)
            for call, functions in _FUNCTIONS.get(family, {}).items():
                for function in functions:
                    self._replace_code(function, call)
        for name in _COPIES:
            if name in sys.modules:
                self.replace_copies(sys.modules[name])
        sys.meta_path.insert(0, self._finder)

    def replace_copies(self, module: ModuleType) -> None:
        """Refuse what a module of torch's own rewrites the operators as, in Python."""
        for family in self._families:
            for name, value in list(vars(module).items()):
                function = inspect.unwrap(value) if callable(value) else None
                if is_of(family, name) and isinstance(function, FunctionType):
                    self._replace_code(function, _shown(name))

    def replace_imported(self) -> None:
        """Refuse the functions of modules that may not be imported, where they are already, as in a notebook."""
        for module, value in [
            (name, value)
            for family in self._families
            for banned in _MODULES.get(family, ())
            for name in list(sys.modules)
            if name == banned or name.startswith(f"{banned}.")
            for value in list(vars(sys.modules[name]).values())
        ]:
            function = inspect.unwrap(value) if callable(value) else None
            if isinstance(function, FunctionType) and function.__module__ == module:
                self._replace_code(function, ".".join(module.split(".")[:2]))

    def _replace_code(self, function: FunctionType, call: str) -> None:
        if function.__code__.co_freevars or id(function) in self._known:
            return
        self._known[id(function)] = function  # kept, so that its number is never another function's
        if not self._sealed:
            self._replaced.append((function, function.__code__))
        function.__code__ = _code_that_calls(functools.partial(self.caught, call))

    def remove(self) -> None:
        """Put everything back as it was."""
        for registry in self._registries:
            registry.reset()
        for function, code in reversed(self._replaced):
            function.__code__ = code
        self._registries, self._replaced, self._known = [], [], {}
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)

    def keep(self) -> list[Any]:
        """Forget how to put things back; return the objects that hold the kernels in place, to be kept or let go."""
        registries, self._registries, self._replaced, self._sealed = self._registries, [], [], True
        return registries

    def import_copies(self, execute: Callable[[ModuleType], None], module: ModuleType) -> None:
        """Run a module of torch's own rewritings, and refuse what it rewrites the operators as."""
        before, self.importing = self.importing, True
        try:
            execute(module)
        finally:
            self.importing = before
            self.replace_copies(module)  # also where it stopped halfway

    def mode(self) -> contextlib.AbstractContextManager[object]:
        """Return the mode that student code runs in: where derivatives are ruled out, none are recorded."""
        return torch.inference_mode() if "autograd" in self._families else contextlib.nullcontext()

    def caught(self, call: str) -> NoReturn:
        """Note the call and raise."""
        self.seen.append(call)
        raise ForbiddenCall(call)

    def check_import(self, module: str) -> None:
        """Raise where a module is one that does what the exercise asks for."""
        for family in self._families:
            for name in _MODULES.get(family, ()):
                if module == name or module.startswith(f"{name}."):
                    self.caught(name)

    def _replace_kernels(self, family: str) -> None:
        composite: dict[str, Any] = {}
        plain: dict[str, Any] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a kernel is overridden is the purpose
            for namespace, operator, base in operators_of(family):
                kernel = _refusing(functools.partial(self.caught, _shown(base)))
                for key in self._keys:
                    registries = composite if key.startswith("Composite") else plain
                    if namespace not in registries:
                        # torch.library.Library refuses nested bans in torch 2.6, and can be found by the collector.
                        registries[namespace] = torch._C._dispatch_library("IMPL", namespace, "", __file__, 0)  # noqa: SLF001
                    registries[namespace].impl(operator, key, kernel, False)
        # In this order they are taken away: the other way round torch forgets that an operator has a derivative.
        self._registries += [*composite.values(), *plain.values()]


def _usual_keys() -> tuple[str, ...]:
    return ("CPU", "AutogradCPU", *(("CUDA", "AutogradCUDA") if torch.cuda.is_available() else ()))


def _refusing(refusal: Callable[[], NoReturn]) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        refusal()

    return refuse


def _code_that_calls(refusal: Callable[[], NoReturn]) -> CodeType:
    """Return code that fits any function without a closure.

    It holds the refusal among its constants: it runs with the globals of the function that it is given to.
    """

    def stand_in(*_: object, **__: object) -> Any:
        refuse: Any = "the refusal"
        return refuse()

    code = stand_in.__code__
    constants = (refusal if constant == "the refusal" else constant for constant in code.co_consts)
    return code.replace(co_consts=tuple(constants))


class _Refusing(importlib.abc.MetaPathFinder):
    """Stands first among Python's finders and tells the ban what is about to be imported."""

    def __init__(self, ban: Ban) -> None:
        self._ban = ban

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        self._ban.check_import(fullname)
        if fullname not in _COPIES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            replacing = functools.partial(self._ban.import_copies, spec.loader.exec_module)
            spec.loader.exec_module = replacing  # type: ignore[method-assign]
        return spec
