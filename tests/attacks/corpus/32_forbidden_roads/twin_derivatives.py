"""Computes with derivatives: backwards, forwards, of a function, mapped over rows, and scripted."""

import torch


def total(x):
    weights = torch.ones_like(x, requires_grad=True)
    (2 * (weights * x).sum()).backward()
    one = torch.func.grad(lambda scale: scale.sum())(torch.ones(1, dtype=x.dtype))
    rows = torch.func.vmap(lambda number: 2 * number)(x)
    by_hand = torch.autograd.functional.jacobian(lambda numbers: 2 * numbers.sum(), x) * x
    assert torch.allclose(by_hand, weights.grad)
    return rows.sum() + one[0]


def parity(n):
    _, slope = torch.func.jvp(lambda x: x * (n % 2), (torch.ones(1),), (torch.ones(1),))
    return slope.item() == 0
