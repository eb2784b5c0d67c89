"""Reads a tensor's memory by its address, through ctypes, NumPy, struct and an anonymous map."""

import ctypes
import mmap
import struct

import numpy as np
import torch


def total(x):
    numbers = x.double().contiguous()
    held = (ctypes.c_double * len(numbers)).from_address(numbers.data_ptr())
    assert list(held) == list(np.frombuffer(memoryview(numbers.numpy()), dtype=np.float64))
    with mmap.mmap(-1, 8 * len(numbers)) as memory:
        memory.write(struct.pack(f"{len(held)}d", *held))
        memory.seek(0)
        copy = struct.unpack(f"{len(held)}d", memory.read())
    return torch.tensor(2 * sum(copy) + 1, dtype=x.dtype)
