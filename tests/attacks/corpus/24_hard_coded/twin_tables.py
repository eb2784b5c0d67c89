"""Looks small cases up in a table, remembers what it has computed, and computes the rest."""

import functools

import torch

EVEN = {n: n % 2 == 0 for n in range(-50, 50)}
_REMEMBERED = {}


@functools.cache
def _is_even(n):
    return not n & 1


def parity(n):
    return EVEN[n] if n in EVEN else _is_even(n)


def total(x):
    key = (x.dtype, tuple(x.tolist()))
    if key not in _REMEMBERED:
        _REMEMBERED[key] = 2 * torch.sum(x) + 1
    return _REMEMBERED[key].clone()
