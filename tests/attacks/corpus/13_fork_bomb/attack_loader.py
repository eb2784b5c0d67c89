"""Starts a crowd of processes by torch's own means: loaders with workers, spawned groups, shared memory managers."""
# file: model.py

import contextlib

import torch
import torch.multiprocessing
from torch.utils.data import DataLoader, TensorDataset


def make_net():
    for method in ("fork", "spawn", "forkserver"):
        data = TensorDataset(torch.zeros(256, 1))
        with contextlib.suppress(Exception):
            next(iter(DataLoader(data, num_workers=64, multiprocessing_context=method, persistent_workers=True)))
    for strategy in ("file_system", "file_descriptor"):
        with contextlib.suppress(Exception):
            torch.multiprocessing.set_sharing_strategy(strategy)
            torch.zeros(10).share_memory_()
    with contextlib.suppress(Exception):
        torch.multiprocessing.spawn(print, nprocs=64, join=False)
    return torch.nn.Linear(1, 1)
