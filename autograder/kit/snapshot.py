"""Expected values as JSON: what the kit compares with, so that no reference is shipped."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import torch


def to_json(value: Any) -> Any:
    """Write a value of the reference: tensors and arrays with dtype, shape and a flat list."""
    if isinstance(value, torch.Tensor):
        return {
            "tensor": str(value.dtype).removeprefix("torch."),
            "shape": list(value.shape),
            "data": _flat(value),
        }
    if isinstance(value, np.ndarray):
        return {"array": str(value.dtype), "shape": list(value.shape), "data": value.flatten().tolist()}
    if isinstance(value, tuple):
        return {"tuple": [to_json(entry) for entry in value]}
    if isinstance(value, list):
        return [to_json(entry) for entry in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(
        f"a {type(value).__name__} has no place in a snapshot: use a tensor, a number, a list or a tuple"
    )


def from_json(stored: Any) -> Any:
    """Read a value back as it was."""
    if isinstance(stored, list):
        return [from_json(entry) for entry in stored]
    if not isinstance(stored, dict):
        return stored
    if "tensor" in stored:
        return torch.tensor(stored["data"], dtype=getattr(torch, stored["tensor"])).reshape(stored["shape"])
    if "array" in stored:
        return np.array(stored["data"], dtype=stored["array"]).reshape(stored["shape"])
    return tuple(from_json(entry) for entry in stored["tuple"])


def fingerprint(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return a short hash of a call's arguments: the stored value holds for these and no others."""
    digest = hashlib.sha256()
    for value in (*args, *(entry for pair in sorted(kwargs.items()) for entry in pair)):
        if isinstance(value, torch.Tensor):
            digest.update(f"{value.dtype}{tuple(value.shape)}".encode())
            digest.update(value.detach().contiguous().numpy().tobytes())
        else:
            digest.update(repr(value).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]


def _flat(value: torch.Tensor) -> list[Any]:
    flat: list[Any] = value.detach().flatten().tolist()
    return flat
