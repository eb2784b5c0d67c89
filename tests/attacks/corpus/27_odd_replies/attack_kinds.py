"""Answers with sparse, nested, quantised, complex, opaque, wrapped and subclassed tensors."""

import os

import torch

CALLS = []


class Flattering(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True

    @staticmethod
    def __torch_dispatch__(function, types, args=(), kwargs=None):
        return torch.tensor(13.0)


class Wrapped(torch.Tensor):
    @staticmethod
    def __new__(cls):
        return torch.Tensor._make_wrapper_subclass(cls, (1 << 20, 1 << 20), dtype=torch.float32)

    @classmethod
    def __torch_dispatch__(cls, function, types, args=(), kwargs=None):
        return torch.zeros(1)


def _made():
    yield lambda: torch.eye(3).to_sparse()
    yield lambda: torch.eye(4).to_sparse_csr()
    yield lambda: torch.sparse_coo_tensor(torch.tensor([[1 << 50]]), torch.ones(1), (1 << 60,), check_invariants=False)
    yield lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
    yield lambda: torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)
    yield lambda: torch.ones(3).to_mkldnn()
    yield lambda: torch.ones(3, dtype=torch.complex64).conj()
    yield lambda: torch.view_as_real(torch.ones(3, dtype=torch.complex64)).neg()._neg_view()
    yield lambda: torch.ones(3).as_subclass(Flattering)
    yield Wrapped
    yield lambda: torch.nn.Parameter(torch.ones(3))


MADE = list(_made())


def _next():
    """Give another one at each call, also where the last one cost the process its life."""
    CALLS.append(0)
    return MADE[(len(CALLS) + int(os.path.basename(os.getcwd()))) % len(MADE)]()


def total(x):
    return _next()


def smooth(x, k):
    return _next()


def average(x):
    return _next()


def parity(n):
    return _next()
