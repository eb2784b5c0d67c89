"""Expected values as JSON: what the kit compares with, so that no reference is shipped."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from .errors import AuthorError

if TYPE_CHECKING:
    from collections.abc import Iterator


def to_json(value: Any) -> Any:
    """Write a value of the reference: tensors and arrays with dtype, shape and a flat list.

    Raises:
        AuthorError: A snapshot has no place for a value of this type.
    """
    if isinstance(value, torch.Tensor) and not value.is_complex():
        dtype = str(value.dtype).removeprefix("torch.")
        return {"tensor": dtype, "shape": list(value.shape), "data": value.detach().flatten().tolist()}
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return {"array": str(value.dtype), "shape": list(value.shape), "data": value.flatten().tolist()}
    if isinstance(value, tuple):
        return {"tuple": [to_json(entry) for entry in value]}
    if isinstance(value, list):
        return [to_json(entry) for entry in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    kind = f"{type(value).__name__} of {value.dtype}" if hasattr(value, "dtype") else type(value).__name__
    raise AuthorError(
        f"a {kind} has no place in a snapshot: check takes real tensors and arrays, numbers, texts, None, "
        "and lists and tuples of these"
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
    """Return a short hash of a call's arguments: the stored value holds for these and no others.

    It is the same on every machine, and whatever the arguments' memory layout.

    Raises:
        AuthorError: An argument is no data; a network, say, has no hash that holds in another process.
    """
    digest = hashlib.sha256()
    for value in (*args, *(entry for pair in sorted(kwargs.items()) for entry in pair)):
        for piece in _pieces(value):
            digest.update(piece)
        digest.update(b"\0")
    return digest.hexdigest()[:16]


def _pieces(value: Any) -> Iterator[bytes]:
    if isinstance(value, torch.Tensor):
        yield f"{value.dtype}{tuple(value.shape)}".encode()
        flat = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
        yield flat.view(torch.uint8).numpy().tobytes()  # NumPy has no bfloat16
    elif isinstance(value, np.ndarray):
        yield f"{value.dtype}{value.shape}".encode()
        yield value.tobytes()
    elif isinstance(value, np.generic):
        yield repr(value.item()).encode()  # NumPy's own repr is not the same in every version
    elif value is None or isinstance(value, (bool, int, float, complex, str)):
        yield repr(value).encode()
    elif isinstance(value, (list, tuple)):
        yield b"[" if isinstance(value, list) else b"("
        for entry in value:
            yield from _pieces(entry)
            yield b","
        yield b"]"
    else:
        raise AuthorError(
            f"check takes data: an argument of type {type(value).__name__} is another one in every run. "
            "Call the student's function and compare its value with check.equal"
        )
