"""Valid frames to begin from: every kind of value that may cross, each dtype, and values inside others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from autograder.wire import Handle, pack
from autograder.wire_values import NUMPY_DTYPES, TORCH_DTYPES

if TYPE_CHECKING:
    from collections.abc import Iterator


def frames() -> list[bytes]:
    """Return the frames; the first byte, which chooses the limits, is not there yet."""
    plain = [b"".join(pack({"value": value})) for value in _values()]
    strided = [b"".join(pack({"value": value}, keep_strides=True)) for value in _views()]
    return [*plain, *strided, *(b"".join(pack(message)) for message in _messages())]


def _values() -> Iterator[Any]:
    yield from (None, True, 0, -7, (1 << 512) - 1, 0.1, -0.0, 1e300, math.nan, math.inf, -math.inf)
    yield from (1.5 - 2j, complex(math.nan, -math.inf), "", "text", "é😀\u2028", "x" * 80)
    yield from (
        [],
        (),
        {},
        [1, [2.0, ["three"]]],
        (1, (2, ())),
        [[[[[[0]]]]]],
        slice(None, 3, -1),
        slice([1], (2,), {}),
    )
    yield {"a": 1, "b": [2], 3: (4,), None: 5, 2.5: 6, (1, "x"): 7, np.int64(9): 8, torch.int8: 9, Handle(1): 10}
    yield {0: "a", (1 << 61): "b", np.float32(3): "c", 1j: "d", np.bool_(True): "e"}
    yield from (Handle(0), Handle((1 << 63) - 1))
    for dtype in TORCH_DTYPES.values():
        yield dtype
        yield torch.arange(6).reshape(2, 3).to(dtype)
        yield torch.zeros(0, 4, dtype=dtype)
        yield torch.ones((), dtype=dtype)
    for dtype in NUMPY_DTYPES.values():
        yield dtype.type(1)
        yield np.arange(6).reshape(3, 2).astype(dtype)
        yield np.zeros((2, 0), dtype)
    shared = torch.arange(4.0)
    yield [shared, (shared, {"again": shared}), np.arange(3), {"deep": [{"deeper": (torch.ones(1, 1, 2),)}]}]


def _views() -> Iterator[Any]:
    square = torch.arange(12.0).reshape(3, 4)
    yield from (square.T, square[:, ::2], square[1:, 1:], torch.arange(24).reshape(2, 3, 4).permute(2, 0, 1)[::2])
    grid = np.arange(12, dtype=np.int16).reshape(3, 4)
    yield from (grid.T, grid[:, ::3], np.arange(24.0).reshape(2, 3, 4).transpose(1, 2, 0)[:, ::2])
    yield [square.T, grid.T, {"both": (square[::2, ::2], grid[::2, ::2])}]


def _messages() -> Iterator[dict[str, Any]]:
    yield {"nonce": 0, "layers": ["limits", "uid", "landlock", "seccomp"]}
    yield {"nonce": 1 << 40, "value": torch.ones(2, 2)}
    yield {"nonce": 3, "error": {"kind": "raised", "name": "ValueError", "text": "no", "message": "no"}}
    yield {"lend": "smooth", "args": [torch.ones(3), Handle(2)], "kwargs": {"k": 2}}
    yield {"nonce": 4, "value": {"logits": torch.ones(3, 2), "loss": [1.0, 0.5], "accuracy": [0.1, 0.9]}}
    yield {"nonce": 5, "value": [(torch.zeros(1, 4, dtype=torch.uint8), 3), (torch.ones(1, 4, dtype=torch.uint8), 1)]}
    yield {}
