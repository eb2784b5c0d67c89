"""Scripts what is allowed, looks at an array by ctypes, saves and loads, and works in place."""

import ctypes
import io

import numpy as np
import torch
import torch._refs
from torch import nn


@torch.jit.script
def _windows(x: torch.Tensor, k: int) -> torch.Tensor:
    return x.unfold(0, k, 1).sum(1)


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    array = np.ascontiguousarray(x.numpy())
    assert array.ctypes.data == x.contiguous().data_ptr() or len(array)
    assert ctypes.sizeof(ctypes.c_double) == 8 and ctypes.addressof(ctypes.create_string_buffer(8))
    shared = np.from_dlpack(x.contiguous())
    file = io.BytesIO()
    torch.save(x, file)
    file.seek(0)
    loaded = torch.load(file)
    exec(compile("total = left + right", "<text>", "exec"), {"left": 1, "right": 2})
    assert torch.equal(torch._refs.add(x, x), x + x)
    for _ in range(3):
        found = _windows(loaded, k)
    assert np.allclose(found[:1], shared[:k].sum())
    return found


class Scaled(nn.Module):
    """A layer with parameters and a buffer, and a view that is written through."""

    def __init__(self, count):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(count, 1, bias=False), nn.Dropout(0.0), nn.BatchNorm1d(1))
        self.weight = nn.Parameter(torch.ones(count))
        self.register_buffer("count", torch.tensor(float(count)))

    def forward(self, x):
        whole = x.new_zeros(2, len(x))
        row = whole[1]
        row.copy_(x)
        row.mul_(self.weight.detach().to(x.dtype)).add_(0)
        assert whole.view(-1)[len(x) :].equal(x) and whole.T.is_contiguous() is (len(x) == 1)
        summed = torch.einsum("i,i->", row, torch.ones_like(row))
        assert torch.allclose(summed, torch.func.vmap(lambda number: number * 1)(row).sum())
        return summed / self.count


def average(x):
    layer = Scaled(len(x))
    assert len(list(layer.parameters())) == 4 and layer.state_dict()["count"] == len(x)
    with torch.no_grad():
        layer.weight.fill_(1)
    started = torch.full_like(x, 2, requires_grad=True)
    assert float(started.detach().sum()) == 2 * len(x)
    return float(layer(x))
