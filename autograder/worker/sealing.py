"""Makes a ban last as long as the process, with nothing left that Python could put the kernels back with."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Sequence
from typing import Any

import torch

from autograder.kit.forbidden import FAMILIES, Ban, operators_of
from autograder.worker import scripted
from autograder.worker.bindings import SealError, forget_value

_C: Any = torch._C
_RECORDED = [
    name.removeprefix("aten::")
    for name in _C._dispatch_get_all_op_names()
    if name.startswith("aten::") and _C._dispatch_has_kernel_for_dispatch_key(name, "Autograd")
]
"""Operators with a derivative; found once, before workers are forked: it takes as long as replacing them."""

for _family in FAMILIES:
    operators_of(_family)  # likewise


def seal(ban: Ban, families: Sequence[str]) -> None:
    """Make an installed ban last as long as the process; raise SealError where this torch is too different.

    Args:
        ban: The ban.
        families: What it refuses. Of `autograd`, no operator records its derivative any more.
    """
    registries = ban.keep()
    if families:
        scripted.take_away(families)
        if "autograd" in families:
            registries.append(_record_no_derivatives())
        before = _kernels(families)
        while registries:
            forget_value(registries[-1])  # found in memory, it would put back what it replaced
            registries.pop()
        if _kernels(families) != before:
            raise SealError(f"the kernels of torch {torch.__version__} do not stay replaced")
    gc.freeze()


def _record_no_derivatives() -> Any:
    """Let every operator's autograd kernel be passed over, on all devices; return what holds this in place."""
    registry = _C._dispatch_library("IMPL", "aten", "", __file__, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a kernel is overridden is the purpose
        for name in _RECORDED:
            registry.impl(name, "Autograd", torch.library.fallthrough_kernel, False)
    return registry


def _kernels(families: Sequence[str]) -> list[str]:
    """Return what the dispatcher says of one operator of each family."""
    return [_C._dispatch_dump("::".join(operators_of(family)[0][:2])) for family in families]
