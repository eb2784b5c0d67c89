"""What TorchScript computes without torch's dispatcher, where the ban of a library call does not see it.

It has operators of its own, compilers of its own for parts of a graph, and derivatives of its own. Those that an
exercise rules out are taken off its list of operators; what it then says is that there is none of this name.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from autograder.kit.forbidden import is_of
from autograder.worker.bindings import SealError, swap_function, value_of

_DEREGISTER = "_ZN5torch3jit18deregisterOperatorERKN3c1014FunctionSchemaE"
"""`torch::jit::deregisterOperator(c10::FunctionSchema const&)`, which has no name in Python."""

_COMPILERS = re.compile(r"^prim::(oneDNNFusionGroup|TensorExpr(Dynamic)?Group)$")
"""They run a graph's convolutions and poolings by code of their own."""

_DERIVATIVES = re.compile(r"^aten::(grad|(dist_)?backward)$|^prim::DifferentiableGraph$")
_C: Any = torch._C


def _own_operators() -> tuple[str, ...]:
    """Return the names of TorchScript's operators that the dispatcher does not have, such as `prim::device`."""
    others = {name.partition(".")[0] for name in _C._dispatch_get_all_op_names()}
    return tuple(sorted({schema.name for schema in _C._jit_get_all_schemas()} - others))


_OWN = _own_operators()
"""Found once, before workers are forked: the list is long."""


def take_away(families: Sequence[str]) -> None:
    """Take from TorchScript, for good, what these families rule out; raise SealError where that cannot be done."""
    names = list(dict.fromkeys(name for family in families for name in _names(family)))
    if names:
        deregister = _deregister()
        for name in names:
            for schema in _C._jit_get_schemas_for_operator(name):
                deregister(ctypes.c_void_p(value_of(schema)))
            if _C._jit_get_schemas_for_operator(name):
                raise SealError(f"TorchScript keeps {name} in torch {torch.__version__}")
    if "convolution" in families or "pooling" in families:
        _C._jit_set_texpr_fuser_enabled(False)  # an honest script then does without
    for function in (function for family in families for function in _functions(family)):
        swap_function(function, _C._jit_texpr_fuser_enabled)


def _names(family: str) -> Iterator[str]:
    for name in _OWN:
        if family == "autograd":
            found = bool(_DERIVATIVES.search(name))
        else:
            found = is_of(family, name.partition("::")[2]) or (family != "padding" and bool(_COMPILERS.search(name)))
        if found:
            yield name


def _functions(family: str) -> Iterator[object]:
    """Return the functions of a family's that need no operator: another compiler, and derivatives of a graph."""
    if family == "convolution" and hasattr(_C, "_te"):
        yield _C._te.lower
        yield vars(_C._te.TensorExprKernel)["__init__"].__func__
    if family == "autograd" and hasattr(_C, "_jit_differentiate"):
        yield _C._jit_differentiate


def _deregister() -> Any:
    try:
        return ctypes.CDLL(_C.__file__)[_DEREGISTER]
    except AttributeError:
        raise SealError(f"torch {torch.__version__} has no {_DEREGISTER}: its operators cannot be ruled out") from None
